using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>An environment that runs on workers: what the training must know to go on with it on any of them.</summary>
internal sealed class DealtEnvironment(int number, int all, int seed) : IEnvironment, IMetricWatch
{
    readonly EnvironmentMemory memory = new();
    PartBeginning next = PartBeginning.First;
    MetricChanges[] changes = [];
    bool areTaken;
    (int Episode, int Times) hangs;

    /// <summary>All environments of a training.</summary>
    public static DealtEnvironment[] All(int count, int seed, LimitWeights? limits)
    {
        DealtEnvironment[] all = [.. Enumerable.Range(0, count).Select(number => new DealtEnvironment(number, count, seed))];
        foreach (var environment in all)
            limits?.Watch(environment);
        return all;
    }

    public int Number => number;

    public string Name => $"simulation {number + 1} of {all}";

    /// <summary>The worker that has it; null for none.</summary>
    public DealtMember? Holder
    {
        get => field is { IsLost: false } ? field : null;
        set;
    }

    /// <summary>Steps that another worker would make again.</summary>
    public int ReplaySteps => next == PartBeginning.Replay ? memory.SoFar.Steps : 0;

    public RandomStream Chance { get; } = new(seed, RandomStreams.Environment(number));

    public RandomStream ActionDraws { get; } = new(seed, RandomStreams.Actions(number));

    public int Episode { get; set; }

    public EpisodeTally Finished { get; } = new();

    /// <summary>The episode begins with the next part. Before the first one, unless a checkpoint was read, the streams
    /// are where the new simulation leaves them.</summary>
    public void Start(int environments) => next = next == PartBeginning.First && !IsRestored ? PartBeginning.First : PartBeginning.Episode;

    public void TakeChanges(Span<MetricChanges> sums)
    {
        for (var i = 0; i < changes.Length; i++)
            sums[i] = sums[i].With(changes[i]);
        areTaken = true;
    }

    /// <summary>A step hangs.</summary>
    /// <returns>How often one did in this episode.</returns>
    public int CountHang(int episode)
    {
        hangs = (episode, episode == hangs.Episode ? hangs.Times + 1 : 1);
        return hangs.Times;
    }

    /// <summary>The order for a worker.</summary>
    public PartOrder Order(int steps, DealtMember member) => new()
    {
        Environment = number, Steps = steps, ChangesAreTaken = areTaken,
        Beginning = next == PartBeginning.Replay && Holder == member ? PartBeginning.There : next,
        Start = (StreamState.Of(Chance), StreamState.Of(ActionDraws), Episode), Memory = memory,
    };

    /// <summary>Takes what a worker gave.</summary>
    /// <returns>What the user must be told; null for nothing.</returns>
    public string? Take(DealtMember member, StateReader reader, RolloutBuffer rollout)
    {
        PartResult result = new(rollout, number, Finished, changes, isAlike: true);
        result.Transfer(reader, memory, memory.SoFar);
        (Holder, next, changes, areTaken) = (member, PartBeginning.Replay, result.Changes, false);
        memory.Chance.Restore(Chance);
        memory.ActionDraws.Restore(ActionDraws);
        Episode = memory.Episode;
        return result.IsAlike ? null
            : $"When the episode of {Name} was played again on another worker, the simulation did not do the same: it has chance of its "
                + "own (use Random of Simulation), or looks at a clock or something outside. A new episode was begun; the same seed will "
                + "not give the same policy.";
    }

    bool IsRestored => Episode > 0;
}
