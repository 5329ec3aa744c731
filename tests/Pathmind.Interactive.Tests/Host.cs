using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Pathmind.Interactive;

namespace Pathmind.Tests;

/// <summary>The real kernels of .NET Interactive in this process, with the extension loaded.</summary>
sealed class Host : IDisposable
{
    /// <summary>A simulation of one step, whose reward is the choice.</summary>
    public const string Coin = """
        public class Coin : Simulation
        {
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() { }
            public override void Step() { }
            public override Observation GetObservation(int agent) => new() { ["one"] = 1 };
            public override Reward GetReward(int agent) => new() { ["head"] = Action[0].Choice };
            public override bool IsDone(int agent) => true;
        }
        """;

    readonly CompositeKernel root = [];
    readonly CSharpKernel kernel = new();

    Host() => root.Add(kernel);

    public static async Task<Host> StartAsync()
    {
        Host host = new();
        host.kernel.AddAssemblyReferences([typeof(Simulation).Assembly.Location]);
        await new KernelExtension().OnLoadAsync(host.root);
        return host;
    }

    public void Dispose() => root.Dispose();

    public object? this[string name] => kernel.TryGetValue<object>(name, out var value) ? value : null;

    public Task<Outcome> RunAsync(string code, CancellationToken cancellation = default) =>
        SendAsync(new SubmitCode(code, "csharp"), cancellation);

    /// <summary>Asks where the bar stands in the code.</summary>
    public Task<Outcome> AskAsync(string codeWithBar, Func<string, LinePosition, KernelCommand> request)
    {
        var at = codeWithBar.IndexOf('|');
        var before = codeWithBar[..at].Split('\n');
        return SendAsync(request(codeWithBar.Remove(at, 1), new(before.Length - 1, before[^1].Length)), default);
    }

    public async Task<Outcome> SendAsync(KernelCommand command, CancellationToken cancellation) =>
        new((await root.SendAsync(command, cancellation)).Events);
}

/// <summary>What the host said of a command.</summary>
sealed record Outcome(IReadOnlyList<KernelEvent> Events)
{
    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error => Events.OfType<CommandFailed>().Select(failed => failed.Message).FirstOrDefault();

    public IEnumerable<DisplayedValueProduced> Produced => Events.OfType<DisplayedValueProduced>();

    public IEnumerable<DisplayedValueUpdated> Updated => Events.OfType<DisplayedValueUpdated>();

    public IEnumerable<FormattedValue> Forms => Events.OfType<DisplayEvent>().SelectMany(shown => shown.FormattedValues);

    public string Value(string type) =>
        Events.OfType<ReturnValueProduced>().Single().FormattedValues.Single(form => form.MimeType == type).Value;

    public IEnumerable<CompletionItem> Completions => Events.OfType<CompletionsProduced>().SelectMany(produced => produced.Completions);

    public string? Hover =>
        Events.OfType<HoverTextProduced>().SelectMany(produced => produced.Content).Select(form => form.Value).FirstOrDefault();
}
