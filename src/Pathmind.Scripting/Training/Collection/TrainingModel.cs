using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What all simulations of a training have in common, as the first one shows it: the same in every process
/// that runs some of them.</summary>
internal sealed class TrainingModel
{
    readonly TrainingOptions options;
    readonly RandomStream chance;
    readonly ActionScaling scaling;
    readonly int[]? selection;

    /// <summary>Resets the first simulation, and makes no step yet.</summary>
    /// <param name="first">Becomes environment 0.</param>
    /// <param name="options">What to train.</param>
    /// <exception cref="ArgumentException">Names that the simulation does not have.</exception>
    /// <exception cref="SimulationException">It threw or broke a rule.</exception>
    public TrainingModel(Simulation first, TrainingOptions options)
    {
        this.options = options;
        chance = new(options.Seed, RandomStreams.Environment(0));
        First = new(first, chance);
        (Inputs, selection) = ObservationSelection.Choose(
            Schema.Observations, options, always: Schema.HasKinds ? AgentUnion.KindName : null);
        scaling = new(Schema.Actions);
        Goals = Goals.Of(first);
    }

    public SimulationDriver First { get; }

    public SimulationSchema Schema => First.Schema;

    int History => options.History ?? 1;

    int Memory => options.Memory ?? 0;

    /// <summary>The observations that the policy sees.</summary>
    public ObservationLayout Inputs { get; }

    /// <summary>Numbers that a decision reads: those of the memory, then all observations of the history.</summary>
    public int NumbersSeen => Memory + Inputs.Size * History;

    /// <summary>The simulation's goals.</summary>
    public Goals Goals { get; private set; }

    /// <summary>Makes a reward of the terms; known after <see cref="Complete"/>.</summary>
    public RewardFunction Function { get; private set; } = null!;

    /// <summary>What limits cost; null without limits, and before <see cref="Complete"/>.</summary>
    public LimitWeights? Limits { get; private set; }

    /// <summary>Makes one step at random: the reward terms and the metrics are known only then.</summary>
    /// <inheritdoc cref="TrainingModel(Simulation, TrainingOptions)"/>
    public void Complete()
    {
        First.Play(new FirstStep(options.Seed, Schema));
        First.Episode = 0;                                               // that step was the kit's: the user's first episode is number 1
        Goals = Goals.Of(First.Simulation, Schema);
        Function = new(options, Schema.Rewards!);
        Limits = options.Limits is { Count: > 0 } ? new(Limit.Of(options, Schema)) : null;
    }

    /// <summary>A simulation for one of the environments.</summary>
    /// <param name="number">From 1: environment 0 has the first simulation.</param>
    /// <param name="simulation">Is not in use yet.</param>
    /// <param name="trace">Writes down what is done in an environment that may have to go on elsewhere; null
    /// otherwise.</param>
    public TrainingEnvironment NewEnvironment(int number, Simulation simulation, EpisodeTrace? trace = null)
    {
        RandomStream random = new(options.Seed, RandomStreams.Environment(number));
        return NewEnvironment(number, new(simulation, random, Schema), random, trace);
    }

    /// <summary>Environment 0.</summary>
    /// <inheritdoc cref="NewEnvironment(int, Simulation, EpisodeTrace?)" path="/param"/>
    public TrainingEnvironment NewFirst(EpisodeTrace? trace = null) => NewEnvironment(0, First, chance, trace);

    /// <summary>A simulation for evaluation episodes.</summary>
    /// <param name="simulation">Is not in use yet.</param>
    /// <param name="policy">Acts.</param>
    /// <param name="seed">Of the episodes.</param>
    public EvaluationPlayer NewPlayer(Simulation simulation, BehaviorPolicy policy, int seed) =>
        new(simulation, Schema, policy, Function, selection, scaling, seed, Limits);

    /// <summary>A simulation in which a teacher plays evaluation episodes.</summary>
    /// <param name="simulation">Is not in use yet.</param>
    /// <param name="teacher">Decides.</param>
    /// <param name="policy">Of the training.</param>
    /// <param name="seed">Of the episodes.</param>
    /// <exception cref="ArgumentException">The teacher does not fit the simulation.</exception>
    public EvaluationPlayer NewPlayer(Simulation simulation, Teacher teacher, BehaviorPolicy policy, int seed) =>
        new(simulation, Schema, policy, Function, selection, scaling, seed, Limits) { Actor = new TeacherActor(teacher, Schema) };

    /// <summary>The last observations of all agents of one simulation, none yet.</summary>
    public ObservationHistory NewHistory() => new(Schema.Agents, Inputs.Size, History, Memory);

    /// <summary>An agent's own observation becomes the newest that the policy sees.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="own">[observation of its kind].</param>
    /// <param name="all">[Schema.Observations.Size] is written as well.</param>
    /// <param name="history">Receives it.</param>
    public void Select(int agent, ReadOnlySpan<float> own, Span<float> all, ObservationHistory history)
    {
        var seen = history.Next(agent);
        Schema.PlacesOf(agent).Spread(own, all);
        for (var i = 0; i < seen.Length; i++)
            seen[i] = all[selection is null ? i : selection[i]];
        history.Complete(agent);
    }

    /// <summary>Writes what an agent saw and what a teacher decides for it into a row.</summary>
    /// <param name="rows">Of one simulation.</param>
    /// <param name="row">Receives observation, action, mask and which numbers the agent has.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="own">[observation of its kind].</param>
    /// <param name="all">[Schema.Observations.Size] is written as well.</param>
    /// <param name="history">What the agents saw before.</param>
    /// <param name="action">Of its own space.</param>
    /// <param name="mask">[alternatives of its kind] what was allowed; null for all.</param>
    public void Write(
        RolloutBuffer rows, int row, int agent, ReadOnlySpan<float> own, Span<float> all, ObservationHistory history, in AgentAction action,
        bool[]? mask)
    {
        var (actions, places) = (rows.Actions, Schema.PlacesOf(agent));
        Select(agent, own, all, history);
        history.Of(agent).CopyTo(rows.Observation(row));
        Spread(
            agent, in action, rows.Choices.AsSpan(row * actions.Heads.Length, actions.Heads.Length),
            rows.Reals.AsSpan(row * actions.Reals, actions.Reals));
        if (rows.Masks is { } masks)
            places.Spread(mask, masks.AsSpan(row * actions.Logits, actions.Logits), 0, ActionSampler.Forbidden);
        var presence = rows.Presence is { } present ? present.AsSpan(row * actions.Reals, actions.Reals) : default;
        presence.Fill(1);
        if (places.Presence is { } has)
            has.CopyTo(presence);
    }

    /// <summary>An agent's action as the policy decides it: for all kinds, in network units within the
    /// bounds.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="action">Of its own space.</param>
    /// <param name="choices">[heads] 0 where it has none.</param>
    /// <param name="reals">[reals] 0 where it has none.</param>
    void Spread(int agent, in AgentAction action, Span<int> choices, Span<float> reals)
    {
        var places = Schema.PlacesOf(agent);
        choices.Clear();
        reals.Clear();
        foreach (var (i, choice) in action.Choices.ToArray().Index())
            choices[places.Heads[i]] = choice;
        foreach (var (i, number) in action.Values.ToArray().Index())
            reals[places.Reals[i]] = scaling.ToNetwork(places.Reals[i], number);
    }

    /// <summary>Carries over by what the training acts and rewards now.</summary>
    public void TransferBehavior(StateTransfer state, BehaviorPolicy policy)
    {
        policy.Transfer(state);
        Function.Transfer(state);
        Limits?.TransferPrices(state);
    }

    TrainingEnvironment NewEnvironment(int number, SimulationDriver driver, RandomStream random, EpisodeTrace? trace)
    {
        var rewards = EpisodeRewards.For(driver, Function, Limits);
        if (trace is null)
            Limits?.Watch(rewards);                                      // else the training sees what a worker tells
        var metrics = Schema.Metrics!.Names.Length > 0 ? new EpisodeMetrics(driver) : null;
        return new(number, driver, random, options.Seed, selection, scaling, NewHistory(), rewards, metrics, trace);
    }

    /// <summary>Only decides.</summary>
    sealed class TeacherActor(Teacher teacher, SimulationSchema schema) : PolicyPlayer(teacher.Policy!, teacher.Name, schema)
    {
        public override bool Observe(SimulationDriver driver) => true;
    }

    /// <summary>Breaks the episode off after one step at random.</summary>
    sealed class FirstStep(int seed, SimulationSchema schema) : PolicyPlayer(Policy.Random(seed), "random", schema)
    {
        public override bool Observe(SimulationDriver driver)
        {
            driver.ReadMetrics(0);
            return false;
        }
    }
}
