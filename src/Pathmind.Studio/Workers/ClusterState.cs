using System.Text.Json.Serialization;

namespace Pathmind.Studios.Workers;

/// <summary>A cluster as people see it.</summary>
public sealed record ClusterState
{
    /// <summary>Whether this studio belongs to a cluster.</summary>
    public bool HasCluster { get; init; } = true;

    /// <summary>Version of this studio: the one that its trainings need.</summary>
    public required string Version { get; init; }

    /// <summary>By name.</summary>
    public required WorkerState[] Workers { get; init; }

    /// <summary>Slices that no worker has, the next one first.</summary>
    public required WaitingState[] Waiting { get; init; }

    /// <summary>What went wrong in the last day, the newest first.</summary>
    public required FailureState[] Failures { get; init; }

    /// <summary>Of a studio that belongs to none.</summary>
    internal static ClusterState None { get; } = new() { HasCluster = false, Version = "", Workers = [], Waiting = [], Failures = [] };

    /// <summary>Slices that all workers may run side by side.</summary>
    [JsonIgnore]
    public int Slots => Workers.Sum(worker => worker.Slots);

    /// <summary>Slices that run.</summary>
    [JsonIgnore]
    public int Busy => Workers.Sum(worker => worker.Running.Length);
}

/// <summary>A worker.</summary>
public sealed record WorkerState
{
    /// <summary>For people; several may have the same.</summary>
    public required string Name { get; init; }

    /// <summary>Address and port at which other nodes reach it: unlike the name its own.</summary>
    public required string Address { get; init; }

    /// <summary>Of the kit, with the kind of processor.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it can run trainings of this studio.</summary>
    public required bool HasSameVersion { get; init; }

    /// <summary>Slices that it runs side by side.</summary>
    public required int Slots { get; init; }

    /// <summary>Processes that want to run on its machine, mean of a minute; null where its system does not
    /// say.</summary>
    public double? Load { get; init; }

    public required int Cores { get; init; }

    /// <summary>Each <c>key=value</c>.</summary>
    public required string[] Labels { get; init; }

    /// <summary>When it joined; UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime LastSign { get; init; }

    /// <summary>Whether it finishes what it runs, takes no more, and ends.</summary>
    public required bool IsDraining { get; init; }

    public required RunningState[] Running { get; init; }
}

/// <summary>Which slice of which training.</summary>
public sealed record SliceState
{
    /// <summary>Number of the experiment; null if its training does not run here.</summary>
    public int? Experiment { get; init; }

    /// <summary>First digits of the name that the training has in the cluster.</summary>
    public required string Training { get; init; }

    /// <summary>Class that is trained; null if that is not known any more.</summary>
    public string? Simulation { get; init; }

    /// <summary>Member of the population, or process that runs simulations; from 1.</summary>
    public required int Member { get; init; }

    /// <summary>From 1; 0 for a process that runs simulations until its training has ended.</summary>
    public required int Generation { get; init; }
}

/// <summary>A slice that a worker runs.</summary>
/// <param name="Slice">Which.</param>
/// <param name="Steps">Of the whole training that its member has made.</param>
public sealed record RunningState(SliceState Slice, long Steps);

/// <summary>A slice that waits.</summary>
/// <param name="Slice">Which.</param>
/// <param name="Version">That a worker must have.</param>
/// <param name="Requires">Labels that it must have.</param>
public sealed record WaitingState(SliceState Slice, string Version, string[] Requires);

/// <summary>A slice that did not go well.</summary>
/// <param name="At">UTC.</param>
/// <param name="Slice">Which.</param>
/// <param name="Worker">Its name.</param>
/// <param name="Message">Why.</param>
/// <param name="IsFinal">Whether its training failed of it; else it was tried again.</param>
public sealed record FailureState(DateTime At, SliceState Slice, string Worker, string Message, bool IsFinal);

/// <summary>How many workers were told.</summary>
internal sealed record DrainAnswer(int Workers);

/// <summary>How the messages are written, by code that the compiler makes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ClusterState))]
[JsonSerializable(typeof(DrainAnswer))]
internal sealed partial class ClusterJson : JsonSerializerContext;
