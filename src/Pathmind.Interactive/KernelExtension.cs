using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;

namespace Pathmind.Interactive;

/// <summary>What <c>#r "nuget: Pathmind.Scripting"</c> adds to .NET Interactive: magics, directives, live displays,
/// forms of results. The host makes it when it loads the package.</summary>
public sealed class KernelExtension : IKernelExtension
{
    /// <inheritdoc/>
    public Task OnLoadAsync(Kernel kernel)
    {
        LoadCommands();
        return ExtendAsync(kernel);
    }

    /// <summary>The host loads the assemblies of this folder in any order; the commands must be there first.</summary>
    static void LoadCommands()
    {
        var commands = Path.Combine(Path.GetDirectoryName(typeof(KernelExtension).Assembly.Location) ?? "", "Pathmind.Commands.dll");
        if (File.Exists(commands))
            AssemblyLoadContext.Default.LoadFromAssemblyPath(commands);
    }

    /// <summary>A separate method, so that the runtime does not load a type of the commands earlier.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task ExtendAsync(Kernel kernel)
    {
        ValueFormatters.Register();
        foreach (var csharp in kernel is CompositeKernel root ? root.ChildKernels.OfType<CSharpKernel>().ToArray() : [(CSharpKernel)kernel])
        {
            OptimizedCells.Enable(csharp);
            await csharp.SendAsync(new SubmitCode("using Pathmind;")).ConfigureAwait(false);
            CSharpSession session = new(csharp);
            csharp.AddMiddleware(new MagicMiddleware(session).HandleAsync, nameof(MagicMiddleware));
            if (csharp.Name == "csharp")
                new MagicDirectives(session).AddTo(csharp.ParentKernel ?? (Kernel)csharp);
        }
    }
}
