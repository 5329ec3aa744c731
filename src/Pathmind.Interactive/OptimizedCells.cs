using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.CSharp;

namespace Pathmind.Interactive;

/// <summary>Lets the host compile cells optimised, as it has no setting for it: a simulation's step is several times as
/// fast.</summary>
internal static class OptimizedCells
{
    /// <summary>Sets the kernel's private options. A kernel without that field goes on as before.</summary>
    public static void Enable(CSharpKernel kernel)
    {
        var field = typeof(CSharpKernel).GetField("_scriptOptions", BindingFlags.Instance | BindingFlags.NonPublic);
        if (field?.GetValue(kernel) is ScriptOptions options)
            field.SetValue(kernel, options.WithOptimizationLevel(OptimizationLevel.Release));
    }
}
