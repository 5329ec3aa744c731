#pragma warning disable CA1819, CA2227, CA1711, CA1003, CA1716, CA1724, CA1051, CS1591, CA1848, CA1052

using System.Collections.ObjectModel;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

// A stand-in for the parts of .NET Interactive that the extension uses: its packages cannot be restored. Names and signatures are those of its published API; the C# is run by the
// same Roslyn scripting as there.

namespace Microsoft.DotNet.Interactive.Commands
{
    public abstract class KernelCommand(string? targetKernelName)
    {
        public string? TargetKernelName => targetKernelName;

        public KernelCommand? Parent { get; private set; }

        public void SetParent(KernelCommand parent, bool bubbleEvents = false) => Parent = bubbleEvents ? parent : throw new InvalidOperationException("Events would be lost.");
    }

    public sealed class SubmitCode(string code, string? targetKernelName = null) : KernelCommand(targetKernelName)
    {
        public string Code => code;
    }

    public sealed class RequestDiagnostics(string code, string? targetKernelName = null) : KernelCommand(targetKernelName)
    {
        public string Code => code;
    }

    public sealed class DirectiveCommand(string text) : KernelCommand(null)
    {
        public override string ToString() => $"Directive: {text}";
    }
}

namespace Microsoft.DotNet.Interactive.Formatting
{
    public sealed class FormattedValue(string mimeType, string value)
    {
        public string MimeType => mimeType;

        public string Value => value;
    }
}

namespace Microsoft.DotNet.Interactive.Events
{
    public abstract class DisplayEvent(object? value, IReadOnlyCollection<FormattedValue>? formattedValues, string? valueId)
    {
        public object? Value => value;

        public string? ValueId => valueId;

        public IReadOnlyCollection<FormattedValue> FormattedValues => formattedValues ?? [];
    }

    public sealed class DisplayedValueProduced(object? value, KernelCommand command, IReadOnlyCollection<FormattedValue>? formattedValues = null, string? valueId = null)
        : DisplayEvent(value, formattedValues, valueId)
    {
        public KernelCommand Command => command;
    }

    public sealed class DisplayedValueUpdated(object? value, string valueId, KernelCommand command, IReadOnlyCollection<FormattedValue>? formattedValues = null)
        : DisplayEvent(value, formattedValues, valueId)
    {
        public KernelCommand Command => command;
    }
}

namespace Microsoft.DotNet.Interactive.Directives
{
    public sealed class KernelActionDirective(string name)
    {
        public string Name => name;

        public ICollection<KernelDirectiveParameter> Parameters { get; } = new Collection<KernelDirectiveParameter>();
    }

    public sealed class KernelDirectiveParameter(string name, string? description = null)
    {
        public string Name => name;

        public string? Description => description;

        public bool AllowImplicitName { get; set; }

        public bool Flag { get; set; }

        public int MaxOccurrences { get; set; } = 1;
    }
}

namespace Microsoft.DotNet.Interactive
{
    public delegate Task KernelPipelineContinuation(KernelCommand command, KernelInvocationContext context);

    public delegate Task KernelCommandPipelineMiddleware(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next);

    public delegate Task KernelCommandInvocation(KernelCommand command, KernelInvocationContext context);

    public sealed class KernelInvocationContext(KernelCommand command, CancellationToken cancellation)
    {
        public KernelCommand Command => command;

        public CancellationToken CancellationToken => cancellation;

        public List<DisplayEvent> Events { get; } = [];

        public List<string> Errors { get; } = [];

        public void Publish(DisplayEvent @event)
        {
            lock (Events)
                Events.Add(@event);
        }

        public void Fail(KernelCommand command, Exception? exception = null, string? message = null) => Errors.Add(message ?? exception?.Message ?? command.ToString()!);
    }

    public abstract class Kernel
    {
        static readonly AsyncLocal<Kernel?> Present = new();

        public static Kernel Root
        {
            get => Present.Value!;
            set => Present.Value = value;
        }

        public KernelCommandPipelineMiddleware? Middleware { get; private set; }

        public Dictionary<KernelActionDirective, KernelCommandInvocation> Directives { get; } = [];

        public void AddMiddleware(KernelCommandPipelineMiddleware middleware, string? caller = null) => Middleware = middleware;

        public void AddDirective(KernelActionDirective directive, KernelCommandInvocation handler) => Directives.Add(directive, handler);
    }

    public sealed class CompositeKernel : Kernel
    {
        public Collection<Kernel> ChildKernels { get; } = [];
    }
}

namespace Microsoft.DotNet.Interactive.CSharp
{
    public sealed class CSharpKernel : Kernel
    {
        public ScriptState? ScriptState { get; private set; }

        /// <summary>The code that passed the middleware, newest last.</summary>
        public List<string> Submitted { get; } = [];

        public async Task SetValueAsync(string name, object value, Type? declaredType)
        {
            ScriptState = await RunAsync($"{declaredType!.FullName!.Replace('+', '.')} {name} = default;");
            ScriptState.GetVariable(name).Value = value;
        }

        public async Task<KernelInvocationContext> SendAsync(KernelCommand command, CancellationToken cancellation = default)
        {
            var context = new KernelInvocationContext(command, cancellation);
            if (Middleware is { } middleware)
                await middleware(command, context, HandleAsync);
            else
                await HandleAsync(command, context);
            return context;
        }

        async Task HandleAsync(KernelCommand command, KernelInvocationContext context)
        {
            if (command is RequestDiagnostics request)
                Submitted.Add(request.Code);
            if (command is not SubmitCode submit)
                return;
            Submitted.Add(submit.Code);
            try
            {
                ScriptState = await RunAsync(submit.Code);
                if (ScriptState.Exception is { } exception)
                    context.Fail(command, exception);
            }
            catch (CompilationErrorException exception)
            {
                context.Fail(command, exception);
            }
        }

        async Task<ScriptState> RunAsync(string code)
        {
            var options = ScriptOptions.Default
                .WithImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq")
                .WithReferences(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic && assembly.Location.Length > 0));
            return ScriptState is null
                ? await CSharpScript.Create(code, options).RunAsync(globals: null, catchException: _ => true)
                : await ScriptState.ContinueWithAsync(code, options, catchException: _ => true);
        }
    }
}
