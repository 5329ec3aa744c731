using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>What must be as it was when a training goes on from a checkpoint: found out before the first step, and
/// reported by name.</summary>
internal static class ResumeRules
{
    /// <exception cref="ArgumentException">It is another simulation, or has other agents, observations, actions, masks
    /// or reward terms; the training has ended, or has made more than the options allow; or an option differs that
    /// cannot change.</exception>
    public static void Require(Checkpoint from, TrainingLoop training)
    {
        var state = training.State;
        if (from.Simulation != state.Schema.Simulation)
            throw new ArgumentException(
                $"The checkpoint is of {from.Simulation}, but the simulation is {state.Schema.Simulation}: "
                + "resume with the simulation that was trained.");
        if (from.Algorithm != training.Algorithm.Name)
            throw new ArgumentException(
                $"The checkpoint is of a training by {from.Algorithm}, but {training.Algorithm.Name} is to continue it: "
                + "resume with the algorithm that began it, or start over with Train().");
        RequireMore(from, state.Options);
        RequireSameOptions(from, training);
        RequireSameSimulation(from, CheckpointSchema.Of(state));
    }

    /// <summary>Where the training goes on, in words: not where it was stopped.</summary>
    public static string Start(Checkpoint from) =>
        $"Going on from the checkpoint of iteration {from.History.Length:N0}, at {from.Steps:N0} steps"
        + (from.StepsMade > from.Steps
            ? $": the {Counted.Of(from.StepsMade.Value - from.Steps, "step")} that were made after it are made again."
            : ".");

    static void RequireMore(Checkpoint from, TrainingOptions options)
    {
        var example = $"Resume(folder, options => options with {{ Steps = {from.Steps + ResolvedOptions.DefaultSteps} }})";
        if (from.End is { } end && ReferenceEquals(options, from.Options))
            throw new ArgumentException(
                $"This training has ended ({end.TrimEnd('.')}): give it more to do, as in {example}, or start over with Train().");
        if (options.Steps <= from.Steps)
            throw new ArgumentException(
                $"Steps is {options.Steps:N0}, but the training has made {from.Steps:N0} at the checkpoint, which count as well: "
                + $"give more, as in {example}. What was learnt until then is unchanged.");
        if (options.Time is { } time && time.TotalSeconds <= from.Seconds)
            throw new ArgumentException(
                $"Time is {time:g}, "
                + $"but the training has taken {TimeSpan.FromSeconds(Math.Round(from.Seconds)):g} at the checkpoint, "
                + "which count as well: give more, or none.");
    }

    static void RequireSameOptions(Checkpoint from, TrainingLoop training)
    {
        var (was, now) = (from.Options, training.State.Options);
        var ofAlgorithm = training.Algorithm.FixedOptions(was).Zip(
            training.Algorithm.FixedOptions(now), (before, after) => (before.Name, before.Value, after.Value));
        Refuse(
            "the options", "leave it as it was",
            [
                ("Seed", was.Seed, now.Seed), ("History", was.History ?? 1, now.History ?? 1), ("Memory", was.Memory ?? 0, now.Memory ?? 0),
                ("Simulations", from.Environments.Length, training.Environments.Length), .. ofAlgorithm,
                ("RewardWeights", Given(was), Given(now)),
            ]);
    }

    static void RequireSameSimulation(Checkpoint from, CheckpointSchema now)
    {
        var was = from.Schema;
        Refuse(
            from.Simulation, "put it back",
            [
                ("number of agents", was.Agents, now.Agents),
                ("kinds of agents", List(was.Kinds ?? []), List(now.Kinds ?? [])),
                ("observations", List(was.Observations), List(now.Observations)),
                ("action space", was.Actions, now.Actions),
                ("action masks", was.HasMask ? "given" : "none", now.HasMask ? "given" : "none"),
                ("reward terms", List(was.RewardTerms), List(now.RewardTerms)),
            ]);
    }

    static void Refuse(string whose, string remedy, (string Name, object Was, object Now)[] facts)
    {
        string[] differing = [.. facts.Where(fact => !fact.Was.Equals(fact.Now)).Select(
            fact => $"{fact.Name}: {fact.Was} at the checkpoint, {fact.Now} now")];
        if (differing.Length > 0)
            throw new ArgumentException(
                $"The training cannot be resumed, since its networks and statistics were made for what was before. Of {whose}, "
                + $"{string.Join("; ", differing)}: {remedy}, or start over with Train().");
    }

    static string Given(TrainingOptions options) => options.RewardWeights is null ? "null" : "given";

    static string List<T>(IEnumerable<T> items) => $"[{string.Join(", ", items)}]";
}
