using Orleans.Concurrency;

namespace Pathmind.Clusters.Grains;

/// <summary>One per cluster: gives slices to the workers that ask, and takes back those of which no sign comes any
/// more. It decides who computes, never what counts: that is each trial's.</summary>
internal interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    public const string Key = "queue";

    /// <summary>Adds slices that are not there yet.</summary>
    /// <param name="slices">Of one experiment.</param>
    /// <param name="kit">Version that a worker must have.</param>
    /// <param name="requires">Labels that it must have.</param>
    Task OfferAsync(SliceKey[] slices, string kit, string[] requires);

    /// <summary>Removes slices that are done.</summary>
    Task FinishAsync(SliceKey slice);

    /// <summary>Takes a slice back from a worker that cannot run it: its training offers it again, with all that it
    /// needs.</summary>
    Task ReturnAsync(SliceKey slice, Guid lease);

    /// <summary>Removes all of an experiment: workers end what they run of it.</summary>
    Task WithdrawAsync(string experiment);

    /// <summary>A worker lives; it gets what it is to run and to end.</summary>
    Task<WorkerOrders> SignAsync(WorkerSign sign);

    /// <summary>Waits until there is a slice for a worker, at most half a second.</summary>
    /// <param name="sign">Of the worker: what it would take.</param>
    [AlwaysInterleave]
    Task WaitAsync(WorkerSign sign);

    /// <summary>What is open of an experiment.</summary>
    /// <param name="experiment">Its key.</param>
    /// <param name="kit">Version that a worker must have.</param>
    /// <param name="requires">Labels that it must have.</param>
    /// <param name="known">Slices that are open as far as the caller knows: while it is so, the answer is given after
    /// half a second.</param>
    [AlwaysInterleave]
    Task<ExperimentProgress> ProgressAsync(string experiment, string kit, string[] requires, int known);

    Task<ClusterView> ViewAsync();

    /// <summary>Tells workers to finish what they have, take no more, and end; or, while they have not ended, not to.
    /// The worker itself remembers it, so that it survives this grain.</summary>
    /// <param name="worker">Name or address; several may have the same name.</param>
    /// <param name="isDrained">Whether they are to; else not any more.</param>
    /// <returns>How many are told.</returns>
    Task<int> DrainAsync(string worker, bool isDrained);
}

/// <summary>One per cluster: remembers for a day what went wrong.</summary>
internal interface IFailuresGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    public const string Key = "failures";

    Task AddAsync(SliceFailure failure);

    /// <returns>Those of the last day, the newest first.</returns>
    Task<SliceFailure[]> ReadAsync();
}

/// <summary>An experiment: what it trains.</summary>
internal interface IExperimentGrain : IGrainWithStringKey
{
    /// <summary>Begins it, or goes on with it: the same key is the same experiment.</summary>
    /// <returns>Whether it was not known.</returns>
    Task<bool> OpenAsync(ExperimentData data);

    /// <summary>Null if it was not opened, or is closed.</summary>
    Task<ExperimentData?> ReadAsync();

    /// <summary>Forgets it with all of its trials and their checkpoints.</summary>
    Task CloseAsync();
}

/// <summary>A trial: its slices by generation. Alone judges which result of a slice counts: the first one.</summary>
internal interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>Makes a slice known, if it is not; gives what is known of it.</summary>
    Task<SliceRecord> OfferAsync(int generation, SliceData data);

    Task<SliceRecord> ReadAsync(int generation);

    /// <summary>A worker has run a slice. Said again it changes nothing.</summary>
    /// <returns>Whether this result counts; else there was one before.</returns>
    Task<bool> CompleteAsync(int generation, SliceOutcome outcome, Guid lease);

    /// <summary>The process of a slice ended by itself: a few times it is run again.</summary>
    /// <returns>Whether it is given up: then this is its failure.</returns>
    Task<bool> CrashAsync(int generation, string message);

    /// <summary>Forgets a result whose checkpoint is lost.</summary>
    Task ForgetAsync(int generation);

    /// <summary>Forgets all.</summary>
    /// <returns>Hashes of its checkpoints.</returns>
    Task<string[]> ClearAsync();
}
