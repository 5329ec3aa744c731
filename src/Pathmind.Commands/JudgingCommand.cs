using System.CommandLine;
using Pathmind.Comparisons;
using Pathmind.Simulations;

namespace Pathmind.Commands;

/// <summary>A command that lets policies play episodes to learn something about them: a simulation and policies as
/// words, how many episodes or how long, seed and threads.</summary>
internal abstract class JudgingCommand : SessionCommand
{
    readonly Argument<string?> simulation;
    readonly Argument<string[]> policies;
    readonly Option<long?> episodes = OptionValues.Whole(
        "--episodes", "Episodes of each policy: the same number and seed give the same result. Default: as many as it takes to tell.");
    readonly Option<TimeSpan?> time = OptionValues.Duration("--time", "Time after which no more are played: 90s, 10m. Default: 5s.");
    readonly Option<long?> seed = OptionValues.Whole("--seed", "Seed of the episodes. Default: 0.");
    readonly Option<long?> threads = OptionValues.Whole(
        "--threads", "Number of threads; it changes the speed only. Default: one per core.");
    readonly Option<string?> name;

    /// <param name="name">Of the command.</param>
    /// <param name="description">What it does.</param>
    /// <param name="place">Where it is written.</param>
    /// <param name="completions">Suggests words.</param>
    /// <param name="words">The policies: how many, and what they are for.</param>
    /// <param name="variable">Names the result.</param>
    /// <param name="options">Further ones.</param>
    protected JudgingCommand(
        string name, string description, CommandPlace place, CommandCompletions completions, Argument<string[]> words,
        Option<string?> variable, params Option[] options)
        : base(name, description, place)
    {
        AddScript();
        Add(simulation = SimulationArgument(place, completions));
        Add(policies = words);
        simulation.CompletionSources.Add(context => completions.Policies(context.WordToComplete));
        policies.CompletionSources.Add(context => completions.Policies(context.WordToComplete));
        AddOptions(this.name = variable, [episodes, time, seed, threads, .. options]);
        if (place == CommandPlace.CommandLine)
            Add(AsJson);
    }

    protected sealed override void Act(ParseResult given, CommandScope scope)
    {
        RequireVariable(given.GetValue(name));
        var (target, words) = Words(given, scope);
        var display = DisplayOf(given, scope.Host);
        var options = Amount(given, scope.Host, target) with { Display = display };
        var simulated = target.ForRun();
        try
        {
            var result = Judge(given, simulated, new(scope.Host, simulated, options.Seed, display), words, options);
            var own = given.GetValue(name) ?? DefaultVariable;
            scope.Host.Set(own, result);
            if (WritesJson(given))
                scope.Host.WriteLine!(LineOf(result).ToJson());
            else
                display.Show(result.ToDisplay());
            ShowVariables(scope, own);
        }
        finally
        {
            if (target.Instance is null)
                SimulationInstances.Dispose(simulated);                  // made here; the value of a variable is the user's
        }
    }

    /// <summary>Name of the variable for the result.</summary>
    protected abstract string DefaultVariable { get; }

    /// <summary>Plays.</summary>
    /// <param name="given">The options that only this command has.</param>
    /// <param name="simulated">The simulation.</param>
    /// <param name="known">Policies for it.</param>
    /// <param name="words">Those that the user named; may be empty.</param>
    /// <param name="options">How long to play.</param>
    protected abstract IDisplayable Judge(
        ParseResult given, Simulation simulated, KnownPolicies known, string[] words, ComparisonOptions options);

    static MeasuredLine LineOf(IDisplayable result) => new()
    {
        Event = MeasuredLine.Result,
        Comparison = result is Comparison comparison ? MeasuredComparison.Of(comparison) : null,
        Importance = result is Importance importance ? MeasuredImportance.Of(importance) : null,
    };

    /// <summary>The first word means the simulation if one has this name; all others are policies.</summary>
    (SimulationTarget Target, string[] Policies) Words(ParseResult given, CommandScope scope)
    {
        var (first, rest) = (given.GetValue(simulation), given.GetValue(policies) ?? []);
        return first is null || SimulationTarget.Names(scope.Host).Contains(first)
            ? (SimulationTarget.Find(scope, first), rest)
            : (SimulationTarget.Find(scope, null), [first, .. rest]);
    }

    ComparisonOptions Amount(ParseResult given, CommandHost host, SimulationTarget target)
    {
        var (count, limit) = (OptionValues.Int32(given, episodes, low: 1), given.GetValue(time));
        if (count is not null && limit is not null)
            throw new CommandException("--episodes and --time are both given, but a given number of episodes is played: leave one out.");
        ComparisonOptions options = new()
        {
            Episodes = count, Seed = OptionValues.Int32(given, seed) ?? 0, Threads = OptionValues.Int32(given, threads, low: 1),
            Create = target.Instance is null ? target.Create : null, Cancellation = host.Cancellation,
        };
        return limit is { } within ? options with { Time = within } : options;
    }
}
