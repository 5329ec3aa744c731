using System.CommandLine;
using Pathmind.Comparisons;
using Pathmind.Files;
using Pathmind.Simulations;

namespace Pathmind.Commands;

/// <summary><c>run [SIMULATION] --policy … --episodes …</c>: runs a policy and shows what happened; the log becomes a
/// variable.</summary>
internal sealed class RunCommand : SessionCommand
{
    /// <summary>Most episodes of which every step is kept without a file to write them to.</summary>
    const int KeptStepByStep = 100;

    readonly Argument<string?> simulation;
    readonly Option<string?> policy = OptionValues.Text("--policy", "POLICY",
        "random; a variable; a static member of the class; a policy folder, its .zip or .onnx file; the address of a policy server "
        + "(its key in PATHMIND_API_KEY). "
        + "Default: the variable policy if there is one, else random.");
    readonly Option<long?> episodes = OptionValues.Whole("--episodes", "Number of episodes. Default: 1.");
    readonly Option<long?> seed = OptionValues.Whole("--seed", "Seed of the episodes: the same seed gives the same episodes. Default: 0.");
    readonly Option<TimeSpan?> sleep = OptionValues.Duration("--sleep", "Pause after each step, for watching: 200ms, 1s.");
    readonly Option<string?> steps = OptionValues.Text("--out-csv", "FILE", "CSV file to write, one row per step.");
    readonly Option<string?> summary = OptionValues.Text("--summary-csv", "FILE", "CSV file to write, one row per episode.");
    readonly Option<string?> replay = OptionValues.Text(
        "--replay", "FILE", "HTML page to write, on which the episodes can be played and stepped.");
    readonly Option<string?> name = OptionValues.Text("--as", "NAME", "Variable for the log. Default: log.");

    public RunCommand(CommandPlace place, CommandCompletions completions)
        : base("run", "Runs a policy in a simulation and shows what happens.", place)
    {
        AddScript();
        Add(simulation = SimulationArgument(place, completions));
        policy.CompletionSources.Add(context => completions.Policies(context.WordToComplete));
        AddOptions(name, policy, episodes, seed, sleep, steps, summary, replay);
        if (place == CommandPlace.CommandLine)
            Add(AsJson);
    }

    protected override void Act(ParseResult given, CommandScope scope)
    {
        var host = scope.Host;
        RequireVariable(given.GetValue(name));
        var (count, chosen) = (OptionValues.Int32(given, episodes, low: 1) ?? 1, OptionValues.Int32(given, seed) ?? 0);
        if (given.GetValue(replay) is { } page)
            OutputFile.Require(page, "--replay");                        // before the run
        var target = SimulationTarget.Find(scope, given.GetValue(simulation));
        var simulated = target.ForRun();
        try
        {
            Show(given, scope, Run(simulated, Acting(given, host, simulated, chosen), count, chosen, given, host));
        }
        finally
        {
            if (target.Instance is null)
                SimulationInstances.Dispose(simulated);                  // made here; the value of a variable is the user's
        }
    }

    Policy Acting(ParseResult given, CommandHost host, Simulation simulated, int chosen) =>
        PolicyReference.Resolve(given.GetValue(policy), host, chosen, DeclaredPolicies.Of(host, simulated.GetType()));

    EpisodeLog Run(Simulation simulated, Policy acting, int count, int chosen, ParseResult given, CommandHost host)
    {
        try
        {
            return simulated.Run(
                acting, count, given.GetValue(steps), given.GetValue(summary), given.GetValue(sleep), chosen,
                count <= KeptStepByStep || given.GetValue(steps) is not null || given.GetValue(replay) is not null
                    ? LogDetail.Steps : LogDetail.Summaries,
                new ProgressOnly(DisplayOf(given, host)), host.Cancellation);
        }
        catch (OperationCanceledException exception) when (host.Cancellation.IsCancellationRequested)
        {
            throw new CommandException(
                "The run was stopped in the middle of an episode: there is no log of it, and no file was written.", exception);
        }
    }

    void Show(ParseResult given, CommandScope scope, EpisodeLog log)
    {
        var host = scope.Host;
        host.Set(given.GetValue(name) ?? "log", log);
        if (given.GetValue(replay) is { } page)
            log.Replay().Save(page);
        if (WritesJson(given))
        {
            host.WriteLine!(new MeasuredLine { Event = MeasuredLine.Result, Run = MeasuredRun.Of(log) }.ToJson());
            return;
        }
        host.Display.Show(log.ToDisplay());
        if (log.Terms.Count > 0)
            host.Display.Show(log.Plot());
        ShowVariables(scope, given.GetValue(name) ?? "log");
    }

    /// <summary>Shows the progress of a run, but not its tables, which the command shows together with
    /// others.</summary>
    sealed class ProgressOnly(IDisplay display) : IDisplay
    {
        public void Show(DisplayContent content)
        {
        }

        public ILiveDisplay Live() => display.Live();
    }
}
