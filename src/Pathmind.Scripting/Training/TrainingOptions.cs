using System.Text.Json.Serialization;
using Pathmind.Policies;
using Pathmind.Training;

namespace Pathmind;

/// <summary>What to train, for how long, and what to keep. Every default is meant to be right:
/// <c>simulation.Train()</c> needs none of them.</summary>
public sealed record TrainingOptions
{
    /// <summary>Steps of all simulations together after which training ends, rounded up to a whole iteration (128 to
    /// 512 steps of each simulation, from 32 on after an imitation); at least 1. Null for 200 000, or for as many as
    /// <see cref="Time"/> allows if that is given.</summary>
    public long? Steps { get; init; }

    /// <summary>Wall-clock time after which training ends; null for none. Given without <see cref="Steps"/> it also
    /// decides how fast the step size falls, so that only trainings bounded by steps give the same policy
    /// again.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Ends as soon as 20 evaluation episodes of the greedy policy reach this mean reward (the sum over all
    /// agents); null for never. With <see cref="StartFrom"/> it is asked for only when the steps have paid for four of
    /// these; the other 16 follow where the four reach it.</summary>
    public double? UntilReward { get; init; }

    /// <summary>Whether training ends before its steps are used up when a test shows that nothing is left to be gained,
    /// or no two of thousands of episodes had different rewards.</summary>
    public bool StopWhenConverged { get; init; } = true;

    /// <summary>Seed of everything random; same seed, same options: the same policy bit for bit, on any number of
    /// threads.</summary>
    public int Seed { get; init; }

    /// <summary>Trains so many members side by side, 2 .. 256, each for <see cref="Steps"/> steps, with different step
    /// sizes and other numbers of the algorithm; after each tenth of the steps the worst go on from where the best are
    /// (population-based training, arXiv:1711.09846). Null for one training. It takes as many times longer; worth it
    /// where the default options do not learn, and for the last per cent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Population { get; init; }

    /// <summary>Threads to use, at least 1; null for all cores. It changes the speed, never the result.</summary>
    public int? Threads { get; init; }

    /// <summary>Workers that run the simulations, 1 .. 1024, for simulations that take long or wait for something
    /// outside: threads of their own; processes with <c>pathmind train --workers</c>. Null for
    /// <see cref="Threads"/>. It changes the speed, never the result; more than <see cref="Simulations"/> help only
    /// where policies are judged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Workers { get; init; }

    /// <summary>Longest wall-clock time of one step, or of one <see cref="Simulation.Reset"/>: a worker process whose
    /// step takes longer is ended and replaced, and the episode is played again; after the third time at the same
    /// episode the training fails. Null for no limit. Only a process can be ended: it needs
    /// <c>pathmind train --step-time-limit</c>, whose own process makes the first step alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? StepTimeLimit { get; init; }

    /// <summary>Simulations run side by side, at least 1; null for 8, or fewer when more than 8 agents each give one
    /// row per step. It changes what is learnt.</summary>
    public int? Simulations { get; init; }

    /// <summary>Names of the observations the policy sees, in this order; null for all, in the order of
    /// writing.</summary>
    public IReadOnlyList<string>? Observations { get; init; }

    /// <summary>A file with the same list: <c>observations:</c> and one name per line (obs.yaml); null for
    /// none.</summary>
    public string? ObservationsFile { get; init; }

    /// <summary>k: how many of an agent's last observations the policy decides by, 2 .. 64: those at its last k
    /// decisions, this one included, the oldest first; before the first one of an episode stands that one. For what a
    /// single observation does not tell: velocities, what is under way. Null for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? History { get; init; }

    /// <summary>n: numbers that the policy remembers of an agent from decision to decision of an episode, 1 .. 512: a
    /// recurrent memory that learns what to keep, for what was seen longer ago than a <see cref="History"/> reaches. It
    /// takes more steps to learn; 32 is a good beginning. Without <see cref="History"/>. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Memory { get; init; }

    /// <summary>Reward of a step made from its terms, as in <c>terms => terms["sales"] - 2 * terms["waste"]</c>; null
    /// for their sum. Called from several threads.</summary>
    [JsonIgnore]
    public Func<Reward, double>? Reward { get; init; }

    /// <summary>Reward of a step made from its terms before and after it, as in <c>(before, after) => after["served"] -
    /// before["served"]</c>, for terms that are counters or levels; null for none. Before is the value at the same
    /// agent's previous decision (in the first step what <see cref="Simulation.GetReward"/> gives right after
    /// <see cref="Simulation.Reset"/>), after is that right before its next one, or at the end of its episode. Called
    /// from several threads.</summary>
    /// <remarks>The columns of the single terms then hold their values at the end of an episode, not sums.</remarks>
    [JsonIgnore]
    public Func<Reward, Reward, double>? RewardOfChange { get; init; }

    /// <summary>Weights of reward terms by name (a term not named counts 0). With more than one term they are balanced:
    /// each is divided by its mean contribution per episode, re-estimated every iteration, so that a weight states how
    /// much a term matters, not in which unit it is. Null for none.</summary>
    /// <example><code>RewardWeights = new() { ["sales"] = 2, ["waste"] = 1 }</code></example>
    public Dictionary<string, double>? RewardWeights { get; init; }

    /// <summary>Bounds that the policy is to keep in the mean over episodes: of a metric at an episode's end (the mean
    /// over the agents), or of the sum of a reward term over an episode (and all agents); null for none. Training adds
    /// what breaks a limit to the reward, by a weight that rises while the limit is broken and falls while it is kept.
    /// The result says whether each is kept: <see cref="TrainingResult.Limits"/>.</summary>
    /// <remarks>With limits a training goes on to its last step, or to <see cref="UntilReward"/> with all limits
    /// kept.</remarks>
    /// <example><code>Limits = new() { ["late"] = Goal.AtMost(0.02), ["filled"] = Goal.AtLeast(0.95) }</code></example>
    [JsonConverter(typeof(GoalsConverter))]
    public Goals? Limits { get; init; }

    /// <summary>What the training starts from: a heuristic or any other policy, the path of a saved one, or of a CSV
    /// file with the steps of a run. The policy imitates it first, in a quarter of the steps (500 to 10 000 decisions),
    /// then learns to be better, near it at first and farther from it as the training goes on. At the end both play the
    /// same episodes, and a policy that is worse beyond chance gives way to the imitation
    /// (<see cref="TrainingResult.Teacher"/>; docs/warm-start.md). Null for nothing: the training starts from chance. A
    /// resumed training needs it only for that comparison.</summary>
    /// <example><code>simulation.Train(new() { Steps = 20_000, StartFrom = heuristic })</code></example>
    [JsonIgnore]
    public Teacher? StartFrom { get; init; }

    /// <summary>Policy folder that is written when training ends, also by an error or an interrupt; until then an
    /// earlier policy stays there. Checkpoints go to its folder <c>checkpoints</c>, those of an earlier training to
    /// <c>checkpoints/before</c>. A folder with the policy of another simulation is refused. Null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Iterations between checkpoints, at least 1; needs <see cref="Folder"/>; null for no checkpoints. In
    /// trainings of at most 20 000 steps there is one after every tenth of them as well, and after an imitation one
    /// (<see cref="StartFrom"/>). Two checkpoints are at least twice the mean length of an episode apart. Episodes
    /// under way are cut at a checkpoint (as truncated), so that a resumed training continues exactly as the one never
    /// stopped.</summary>
    public int? CheckpointEvery { get; init; } = 25;

    /// <summary>Folder below which the training writes a run of its own for TensorBoard (<c>tensorboard --logdir</c>):
    /// <c>Shop-1</c>, <c>Shop-2</c>; after each iteration the reward, its terms, metrics, limits and losses, and the
    /// options (docs/tensorboard.md). A resumed training goes on in its run. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TensorBoard { get; init; }

    /// <summary>How PPO learns, the algorithm that trains unless <see cref="Algorithm"/> is given, or chosen where a
    /// step takes long.</summary>
    public PpoOptions Ppo { get; init; } = new();

    /// <summary>The algorithm that learns, by its options. Null for PPO, with those of <see cref="Ppo"/>; or for SAC,
    /// where a step takes 2 ms and more for each agent, there are at most 20 000 steps, and neither
    /// <see cref="Ppo"/> nor any of these is given: <see cref="Population"/>, <see cref="Limits"/>,
    /// <see cref="RewardWeights"/>, <see cref="StepTimeLimit"/>. A line at the start says so,
    /// or how long it takes where more steps take half an hour and longer (docs/sac.md). Who wants the same policy on a
    /// faster machine gives one.</summary>
    [JsonConverter(typeof(AlgorithmOptionsConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlgorithmOptions? Algorithm { get; init; }

    /// <summary>Where progress and the message at the end are shown; null for <see cref="Pathmind.Display.Current"/>
    /// (console or notebook). A library or a service, and a program that prints the result itself, gives
    /// <see cref="Pathmind.Display.None"/>, which shows nothing.</summary>
    [JsonIgnore]
    public IDisplay? Display { get; init; }

    /// <summary>The studio in which the training appears, if one runs (<c>pathmind studio</c>); null for none.
    /// Reporting neither slows a training nor can it fail one.</summary>
    [JsonIgnore]
    public StudioAddress? Studio { get; init; } = StudioAddress.Automatic;

    /// <summary>Called after every iteration with its row of the history, on the thread that trains; null for
    /// nothing.</summary>
    [JsonIgnore]
    public Action<IterationRow>? OnIteration { get; init; }

    /// <summary>Runs the slices of a population elsewhere; null for threads of this process.</summary>
    internal ISliceRunner? Slices { get; init; }

    /// <summary>The trainings among which a studio shows it; null for none.</summary>
    internal SetPlace? Place { get; init; }

    /// <summary>The run for TensorBoard of one of several trainings; null for a run of its own.</summary>
    internal TensorBoardRun? Run { get; init; }

    /// <summary>Has processes that run the simulations; null for threads of this process.</summary>
    internal IWorkerHost? Host { get; init; }

    /// <summary>The same without what belongs to this machine and changes no result.</summary>
    internal TrainingOptions OnAnyMachine =>
        this with { Folder = null, TensorBoard = null, Threads = null, Workers = null, StepTimeLimit = null };

    /// <summary>The options of the algorithm that learns.</summary>
    internal AlgorithmOptions OfAlgorithm => Algorithm ?? Ppo;

    /// <summary>The same with other options of its algorithm.</summary>
    internal TrainingOptions With(AlgorithmOptions algorithm) =>
        Algorithm is null ? this with { Ppo = (PpoOptions)algorithm } : this with { Algorithm = algorithm };

    /// <summary>The option that makes a reward of its own; null where the terms' sum is trained on.</summary>
    internal string? NameOfTrainingReward => NameOfRewardFunction ?? (RewardWeights is null ? null : nameof(RewardWeights));

    /// <summary>Whether the reward is made by a function, which no file can hold.</summary>
    internal bool HasRewardFunction => NameOfRewardFunction is not null;

    /// <summary>The option by which that function is given; null without one.</summary>
    internal string? NameOfRewardFunction =>
        Reward is not null ? nameof(Reward) : RewardOfChange is not null ? nameof(RewardOfChange) : null;

    /// <summary>Names of the options that say how a reward is made of the terms.</summary>
    string[] RewardWays =>
    [
        .. Reward is null ? Array.Empty<string>() : [nameof(Reward)],
        .. RewardOfChange is null ? Array.Empty<string>() : [nameof(RewardOfChange)],
        .. RewardWeights is null ? Array.Empty<string>() : [nameof(RewardWeights)],
    ];

    /// <summary>Writes the options as JSON, in one line, without functions and the display.</summary>
    public override string ToString() => TrainingJson.Line(this, TrainingJson.Default.TrainingOptions);

    /// <exception cref="ArgumentException">Values out of range; the message names every one.</exception>
    internal void Validate()
    {
        (bool Holds, string Rule)[] rules =
        [
            (Steps is null or >= 1, $"Steps is {Steps}, but must be at least 1"),
            (Time is null || Time > TimeSpan.Zero, $"Time is {Time}, but must be above zero"),
            (UntilReward is null || double.IsFinite(UntilReward.Value), $"UntilReward is {UntilReward}, but must be finite"),
            (Population is null or (>= 2 and <= 256), $"Population is {Population}, but must be in 2 .. 256"),
            (Population is null || Time is null,
                "Population and Time are both given, but the generations are counted in steps: give Steps in place of Time"),
            (Population is null || (RewardWeights?.Values.Count(weight => weight != 0) ?? 0) <= 1,
                "Population and several RewardWeights are both given, but members are compared by a reward whose unit stays the same: "
                + "write the weights into Reward, as in terms => 2 * terms[\"sales\"] - terms[\"waste\"]"),
            (Threads is null or (>= 1 and <= 1024), $"Threads is {Threads}, but must be in 1 .. 1024"),
            (Workers is null or (>= 1 and <= 1024), $"Workers is {Workers}, but must be in 1 .. 1024"),
            (Workers is null || Population is null,
                "Workers and Population are both given, but a population shares out its members: leave one of them out"),
            (StepTimeLimit is null || StepTimeLimit > TimeSpan.Zero, $"StepTimeLimit is {StepTimeLimit}, but must be above zero"),
            (StepTimeLimit is null || Host is not null,
                "StepTimeLimit is given, but a step that hangs cannot be ended in the training's own process: train by "
                + "'pathmind train FILE --step-time-limit 30s', which has processes for it"),
            (Host is null || RewardOfChange is null,
                "RewardOfChange is given, but worker processes know only Reward: keep the terms before the step in the simulation"),
            (Simulations is null or (>= 1 and <= 65_536), $"Simulations is {Simulations}, but must be in 1 .. 65536"),
            (History is null or (>= 1 and <= PolicyDescription.MostHistory),
                $"History is {History}, but must be in 1 .. {PolicyDescription.MostHistory}"),
            (Memory is null or (>= 1 and <= PolicyDescription.MostMemory),
                $"Memory is {Memory}, but must be in 1 .. {PolicyDescription.MostMemory}"),
            (Memory is null || History is null or 1,
                "Memory and History are both given, but a policy has one of them: leave one of them out"),
            (Observations is null || ObservationsFile is null, "Observations and ObservationsFile are both given, but one must be null"),
            (RewardWays.Length <= 1,
                $"{string.Join(" and ", RewardWays)} are given, but only one of them can make the reward: the others must be null"),
            (RewardWeights is null || RewardWeights.Values.All(double.IsFinite), "RewardWeights must be finite"),
            (Limits is null || Limits.All(limit => limit.Value.Bound is not null),
                "Limits are of the kind Goal.AtMost(…) or Goal.AtLeast(…); what is to be as small or as large as possible belongs into the "
                + "reward"),
            (Limits is not { Count: > 0 } || (RewardWeights?.Values.Count(weight => weight != 0) ?? 0) <= 1,
                "Limits and several RewardWeights are both given, but limits need a reward whose unit stays the same: write the weights "
                + "into Reward, as in terms => 2 * terms[\"sales\"] - terms[\"waste\"]"),
            (StartFrom is null || Population is null,
                "StartFrom and Population are both given, but the members of a population start from chance: leave one of them out"),
            (StartFrom is null || (RewardWeights?.Values.Count(weight => weight != 0) ?? 0) <= 1,
                "StartFrom and several RewardWeights are both given, but policy and teacher are compared by a reward whose unit stays the "
                + "same: write the weights into Reward, as in terms => 2 * terms[\"sales\"] - terms[\"waste\"]"),
            (StartFrom is null || StepTimeLimit is null,
                "StartFrom and StepTimeLimit are both given, but the teacher plays in the training's own process, where a step that hangs "
                + "cannot be ended: leave one of them out"),
            (CheckpointEvery is null or >= 1, $"CheckpointEvery is {CheckpointEvery}, but must be at least 1"),
            (Algorithm is null || $"{Ppo}" == $"{new PpoOptions()}", "Algorithm and Ppo are both given, but one must be left out"),
        ];
        string[] violations = [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Rule), .. OfAlgorithm.Violations().Select(
            rule => $"{(Algorithm is null ? nameof(Ppo) : nameof(Algorithm))}.{rule}")];
        if (violations.Length > 0)
            throw new ArgumentException($"Training options out of range: {string.Join("; ", violations)}.");
    }
}
