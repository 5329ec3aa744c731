using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Pathmind.Commands;
using Pathmind.Hosting;

namespace Pathmind.Interactive;

/// <summary>The session of the host's C# kernel, as commands see it.</summary>
internal sealed class CSharpSession(CSharpKernel kernel)
{
    /// <summary>The state after the last submission; null before the first.</summary>
    public ScriptState? State => kernel.ScriptState;

    /// <summary>What commands need, for one command of the host.</summary>
    public CommandHost HostOf(KernelInvocationContext context, IDisplay display) => new()
    {
        Variables = Variables,
        Types = DeclaredTypes,
        Set = Set,
        Evaluate = Evaluate,
        Display = display,
        Cancellation = context.CancellationToken,
        Cells = Cells,
        WriteLine = line =>
            context.Publish(new StandardOutputValueProduced(context.Command, [new(PlainTextFormatter.MimeType, line + "\n")])),
    };

    /// <summary>Host for queries that run nothing: completion, help.</summary>
    public CommandHost QuietHost(KernelInvocationContext context) => HostOf(context, Display.None);

    /// <summary>A display whose outputs are those of the running cell.</summary>
    public static NotebookDisplay DisplayOf(KernelInvocationContext context) => new(bundle =>
    {
        var id = Guid.NewGuid().ToString("N");
        context.Publish(new DisplayedValueProduced(bundle, context.Command, Formatted(bundle), id));
        return next => context.Publish(new DisplayedValueUpdated(next, id, context.Command, Formatted(next)));
    }, context.CancellationToken);

    /// <summary>Types that cells declared, oldest first; of a name that was declared again, the newest.</summary>
    public IReadOnlyList<Type> DeclaredTypes()
    {
        HashSet<string?> own = [];                                       // assemblies of this kernel's cells; a process may hold others
        for (var script = State?.Script; script is not null; script = script.Previous)
            own.Add(script.GetCompilation().AssemblyName);
        return
        [
            .. AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic && own.Contains(assembly.GetName().Name))
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.DeclaringType is { } outer && TypeName.IsSubmission(outer) && !type.Name.StartsWith('<'))
                .Reverse().DistinctBy(type => type.Name).Reverse(),
        ];
    }

    /// <summary>The C# of all cells that ran; the host keeps their lines about packages to itself.</summary>
    List<string> Cells()
    {
        List<string> cells = [];
        for (var script = State?.Script; script is not null; script = script.Previous)
            cells.Insert(0, script.Code);
        return cells;
    }

    static FormattedValue[] Formatted(IReadOnlyDictionary<string, string> bundle) =>
        [.. bundle.Select(form => new FormattedValue(form.Key, form.Value))];

    List<KeyValuePair<string, object?>> Variables() => kernel.ScriptState is not { } state ? [] :
    [
        .. state.Variables.Reverse().DistinctBy(variable => variable.Name).Reverse()
            .Select(variable => KeyValuePair.Create<string, object?>(variable.Name, variable.Value)),
    ];

    void Set(string name, object? value)
    {
        var type = value?.GetType() ?? typeof(object);
        while (!type.IsVisible)                                          // a variable is declared with a type that cells can name
            type = type.BaseType!;
        kernel.SetValueAsync(name, value, type).GetAwaiter().GetResult();
    }

    object? Evaluate(string text, Type type)
    {
        try
        {
            var state = kernel.ScriptState
                ?? throw new CommandException($"'{text}' cannot be compiled before the first cell of C# has run.");
            return state.ContinueWithAsync<object>($"({TypeName.Full(type)})({text})").GetAwaiter().GetResult().ReturnValue;
        }
        catch (CompilationErrorException exception)
        {
            var first = exception.Diagnostics[0];
            throw new CommandException($"'{text}' cannot be compiled: {first.Id}: {first.GetMessage()}", exception);
        }
    }
}
