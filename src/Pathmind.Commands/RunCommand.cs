using System.CommandLine;
using Pathmind.Simulations;

namespace Pathmind.Commands;

/// <summary><c>run [SIMULATION] --policy … --episodes …</c>: lets a policy act, and shows what happened; the log becomes a variable.</summary>
internal sealed class RunCommand : SessionCommand
{
    /// <summary>Episodes up to which every step is kept, if no file asks for them.</summary>
    const int KeptStepByStep = 100;

    readonly Argument<string?> simulation;
    readonly Option<string?> policy = OptionValues.Text("--policy", "POLICY", "random, a variable, a policy folder, its .zip or its .onnx file, the address of a policy server (key in PATHMIND_API_KEY). Unless given: the variable policy, else random.");
    readonly Option<long?> episodes = OptionValues.Whole("--episodes", "How many episodes; 1 unless given.");
    readonly Option<long?> seed = OptionValues.Whole("--seed", "Same seed, same episodes. 0 unless given.");
    readonly Option<TimeSpan?> sleep = OptionValues.Duration("--sleep", "Pause after each step, to watch: 200ms, 1s.");
    readonly Option<string?> steps = OptionValues.Text("--out-csv", "FILE", "File for a row a step.");
    readonly Option<string?> summary = OptionValues.Text("--summary-csv", "FILE", "File for a row an episode.");
    readonly Option<string?> name = OptionValues.Text("--as", "NAME", "Variable of the log; log unless given.");

    public RunCommand(CommandPlace place, CommandCompletions completions)
        : base("run", "Lets a policy act in a simulation and shows what happens.", place)
    {
        AddScript();
        Add(simulation = SimulationArgument(place, completions));
        policy.CompletionSources.Add(context => completions.Policies(context.WordToComplete));
        AddOptions(name, policy, episodes, seed, sleep, steps, summary);
    }

    protected override void Act(ParseResult given, CommandScope scope)
    {
        var host = scope.Host;
        RequireVariable(given.GetValue(name));
        var (count, chosen) = (OptionValues.Int32(given, episodes, low: 1) ?? 1, OptionValues.Int32(given, seed) ?? 0);
        var target = SimulationTarget.Find(scope, given.GetValue(simulation));
        var simulated = target.ForRun();
        try
        {
            Show(given, scope, Run(simulated, PolicyReference.Resolve(given.GetValue(policy), host, chosen), count, chosen, given, host));
        }
        finally
        {
            if (target.Instance is null)
                SimulationInstances.Dispose(simulated);                  // made here: a variable's value is the user's
        }
    }

    EpisodeLog Run(Simulation simulated, Policy acting, int count, int chosen, ParseResult given, CommandHost host)
    {
        try
        {
            return simulated.Run(
                acting, count, given.GetValue(steps), given.GetValue(summary), given.GetValue(sleep), chosen,
                count <= KeptStepByStep || given.GetValue(steps) is not null ? LogDetail.Steps : LogDetail.Summaries,
                new ProgressOnly(host.Display), host.Cancellation);
        }
        catch (OperationCanceledException exception) when (host.Cancellation.IsCancellationRequested)
        {
            throw new CommandException("The run was stopped in the middle of an episode: there is no log of it, and no file was written.", exception);
        }
    }

    void Show(ParseResult given, CommandScope scope, EpisodeLog log)
    {
        var host = scope.Host;
        host.Set(given.GetValue(name) ?? "log", log);
        host.Display.Show(log.ToDisplay());
        if (log.Terms.Count > 0)
            host.Display.Show(log.Plot());
        ShowVariables(scope, given.GetValue(name) ?? "log");
    }

    /// <summary>Shows how far a run is, but not its tables: the command shows them with more.</summary>
    sealed class ProgressOnly(IDisplay display) : IDisplay
    {
        public void Show(DisplayContent content)
        {
        }

        public ILiveDisplay Live() => display.Live();
    }
}
