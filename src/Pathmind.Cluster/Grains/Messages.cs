namespace Pathmind.Clusters.Grains;

/// <summary>Names a slice of all trainings, or one of the processes that run simulations for a training.</summary>
/// <param name="Experiment">Hash of the code and the options; of simulations, a number that only this training
/// has.</param>
/// <param name="Trial">Member of the population, or process, from 1.</param>
/// <param name="Generation">From 1; 0 for a process that runs simulations until its training has ended.</param>
[GenerateSerializer, Immutable]
internal sealed record SliceKey(
    [property: Id(0)] string Experiment, [property: Id(1)] int Trial, [property: Id(2)] int Generation)
{
    /// <summary>Key of the trial's grain.</summary>
    public string TrialKey => $"{Experiment}/{Trial}";

    /// <summary>Whether it runs simulations for a training that is elsewhere.</summary>
    public bool IsRollouts => Generation == 0;

    public override string ToString() =>
        IsRollouts ? $"{Experiment[..8]} simulations {Trial}" : $"{Experiment[..8]} member {Trial} generation {Generation}";
}

/// <summary>What an experiment trains: the same for all of its slices.</summary>
/// <param name="Code">Hash of the bundle of its files.</param>
/// <param name="File">Script in it.</param>
/// <param name="Simulation">Class in the script.</param>
/// <param name="Reward">C# of the reward function; null for the terms' sum.</param>
/// <param name="Trials">Members.</param>
/// <param name="Kit">Version of the kit, and what computes like it: see the class <c>KitVersion</c>.</param>
[GenerateSerializer, Immutable]
internal sealed record ExperimentData(
    [property: Id(0)] string Code, [property: Id(1)] string File, [property: Id(2)] string Simulation, [property: Id(3)] string? Reward,
    [property: Id(4)] int Trials, [property: Id(5)] string Kit);

/// <summary>What a slice begins with.</summary>
/// <param name="Options">Training options as JSON.</param>
/// <param name="From">Hash of a checkpoint; null for the beginning.</param>
/// <param name="Until">Steps at its end.</param>
/// <param name="EvaluationSeed">Of the episodes that judge it.</param>
[GenerateSerializer, Immutable]
internal sealed record SliceData(
    [property: Id(0)] string Options, [property: Id(1)] string? From, [property: Id(2)] long Until, [property: Id(3)] int EvaluationSeed);

/// <summary>What a slice left: a checkpoint, or a failure.</summary>
/// <param name="Checkpoint">Hash; null after a failure.</param>
/// <param name="End"><c>SliceEnd</c> as JSON; null after a failure.</param>
/// <param name="Failure">What a simulation threw; null if all went well.</param>
[GenerateSerializer, Immutable]
internal sealed record SliceOutcome(
    [property: Id(0)] string? Checkpoint, [property: Id(1)] string? End, [property: Id(2)] string? Failure);

/// <summary>A slice as its trial knows it.</summary>
/// <param name="Data">Null if it was never offered.</param>
/// <param name="Outcome">Null while none counts.</param>
/// <param name="Crashes">How often its process ended by itself.</param>
/// <param name="Lease">With which the outcome came: two workers may have computed the same.</param>
[GenerateSerializer, Immutable]
internal sealed record SliceRecord(
    [property: Id(0)] SliceData? Data, [property: Id(1)] SliceOutcome? Outcome = null, [property: Id(2)] int Crashes = 0,
    [property: Id(3)] Guid Lease = default);

/// <summary>A slice that was given to a worker.</summary>
/// <param name="Slice">Which.</param>
/// <param name="Lease">Other each time it is given out.</param>
/// <param name="Steps">Made so far.</param>
/// <param name="Kit">Of its experiment.</param>
[GenerateSerializer, Immutable]
internal sealed record SliceLease(
    [property: Id(0)] SliceKey Slice, [property: Id(1)] Guid Lease, [property: Id(2)] long Steps, [property: Id(3)] string Kit)
{
    /// <summary>Labels that a worker must have to get it.</summary>
    [Id(4)]
    public string[] Requires { get; init; } = [];
}

/// <summary>A sign of life of a worker.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Name">For people.</param>
/// <param name="Kit">Its version.</param>
/// <param name="Slots">Slices that it runs side by side.</param>
/// <param name="Takes">How many it would take now.</param>
/// <param name="Running">Those that it runs.</param>
[GenerateSerializer, Immutable]
internal sealed record WorkerSign(
    [property: Id(0)] SiloAddress Silo, [property: Id(1)] string Name, [property: Id(2)] string Kit, [property: Id(3)] int Slots,
    [property: Id(4)] int Takes, [property: Id(5)] SliceLease[] Running)
{
    /// <summary>Whether it finishes what it has, and then leaves.</summary>
    [Id(6)]
    public bool IsLeaving { get; init; }

    /// <summary>Whether it does so because it was drained.</summary>
    [Id(7)]
    public bool IsDrained { get; init; }

    /// <summary>Whether it is its last one: it runs nothing any more.</summary>
    [Id(12)]
    public bool IsGone { get; init; }

    /// <summary>Each <c>key=value</c>.</summary>
    [Id(8)]
    public string[] Labels { get; init; } = [];

    /// <summary>When it joined; UTC.</summary>
    [Id(9)]
    public DateTime Since { get; init; }

    /// <summary>Processes that want to run on its machine, mean of a minute; null where the system does not
    /// say.</summary>
    [Id(10)]
    public double? Load { get; init; }

    /// <summary>Cores of its machine.</summary>
    [Id(11)]
    public int Cores { get; init; }
}

/// <summary>The answer to a sign of life.</summary>
/// <param name="Taken">To be run.</param>
/// <param name="Lost">Leases of slices that another worker has, or that no one needs: to be ended.</param>
/// <param name="IsDead">Whether the others have declared the worker dead: it must begin again.</param>
[GenerateSerializer, Immutable]
internal sealed record WorkerOrders(
    [property: Id(0)] SliceLease[] Taken, [property: Id(1)] Guid[] Lost, [property: Id(2)] bool IsDead = false)
{
    /// <summary>Whether it is to be drained, or not any more; null if no one has said so.</summary>
    [Id(3)]
    public bool? IsDrained { get; init; }
}

/// <summary>What the queue knows of an experiment.</summary>
/// <param name="Open">[slices] that are not done: trial, generation, steps made so far.</param>
/// <param name="Workers">Workers that can run it.</param>
/// <param name="Others">Versions of workers that cannot.</param>
[GenerateSerializer, Immutable]
internal sealed record ExperimentProgress(
    [property: Id(0)] (int Trial, int Generation, long Steps)[] Open, [property: Id(1)] int Workers, [property: Id(2)] string[] Others)
{
    /// <summary>Workers of its version that lack a label that it requires.</summary>
    [Id(3)]
    public int Unlabelled { get; init; }

    /// <summary>Why no worker can run it, for its user.</summary>
    /// <param name="kit">Version that a worker must have.</param>
    /// <param name="requires">Labels that it must have.</param>
    public string Missing(string kit, string[] requires) => this switch
    {
        { Unlabelled: > 0 } => $"No worker has {string.Join(" and ", requires)}, which this training requires: start one with "
            + $"{string.Join(' ', requires.Select(label => $"--label {label}"))}. The training waits for it.",
        { Others: [] } => "There is no worker: start one with pathmind worker and the same --cluster. The training waits for it.",
        _ => $"No worker can run this training, which needs {kit}; the workers that there are have "
            + $"{string.Join(" and ", Others)}. Install the same version there. The training waits for it.",
    };
}

/// <summary>A worker, for people.</summary>
/// <param name="Sign">The last of it.</param>
/// <param name="Age">Of that sign.</param>
/// <param name="IsLeaving">Whether it takes no new slices, or is about to be told so.</param>
[GenerateSerializer, Immutable]
internal sealed record WorkerView(
    [property: Id(0)] WorkerSign Sign, [property: Id(1)] TimeSpan Age, [property: Id(2)] bool IsLeaving);

/// <summary>A slice that no worker has.</summary>
/// <param name="Slice">Which.</param>
/// <param name="Kit">Version that a worker must have.</param>
/// <param name="Requires">Labels that it must have.</param>
[GenerateSerializer, Immutable]
internal sealed record WaitingSlice([property: Id(0)] SliceKey Slice, [property: Id(1)] string Kit, [property: Id(2)] string[] Requires);

/// <summary>Workers, by name, and slices that wait, the next one first.</summary>
[GenerateSerializer, Immutable]
internal sealed record ClusterView([property: Id(0)] WorkerView[] Workers, [property: Id(1)] WaitingSlice[] Waiting);

/// <summary>A slice did not go well.</summary>
/// <param name="At">UTC.</param>
/// <param name="Slice">Which.</param>
/// <param name="By">Name of the worker.</param>
/// <param name="Message">Why.</param>
/// <param name="IsFinal">Whether its training fails of it; else it is tried again.</param>
[GenerateSerializer, Immutable]
internal sealed record SliceFailure(
    [property: Id(0)] DateTime At, [property: Id(1)] SliceKey Slice, [property: Id(2)] string By, [property: Id(3)] string Message,
    [property: Id(4)] bool IsFinal);
