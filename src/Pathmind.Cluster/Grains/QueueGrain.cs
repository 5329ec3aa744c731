namespace Pathmind.Clusters.Grains;

/// <summary>Holds what is open in memory alone: if its silo dies, workers say again what they run, and each training
/// what it waits for.</summary>
/// <param name="silos">Who is dead.</param>
/// <param name="clock">For leases.</param>
internal sealed class QueueGrain(ISiloStatusOracle silos, TimeProvider clock) : Grain, IQueueGrain
{
    /// <summary>Time without a sign after which a slice is given to another worker: a worker that hangs is found by
    /// this, one that was killed sooner, by its silo's death.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(4);

    /// <summary>Time after the begin in which nothing is given out if there are others: they say first what they
    /// run.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    /// <summary>Time after the begin in which a worker's word is taken for what it runs.</summary>
    static readonly TimeSpan Adopting = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for which an answer waits for a change.</summary>
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(0.5);

    readonly OrderedDictionary<SliceKey, Entry> entries = [];
    readonly Dictionary<SiloAddress, (WorkerSign Sign, long At)> workers = [];
    TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Dictionary<SiloAddress, bool> drained = [];                 // what a worker is to be told, until it says the same
    long began;
    bool isAlone;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (began, isAlone) = (clock.GetTimestamp(), silos.GetActiveSilos().Length <= 1);
        return Task.CompletedTask;
    }

    public Task OfferAsync(SliceKey[] slices, string kit, string[] requires)
    {
        foreach (var slice in slices)
            entries.TryAdd(slice, new(kit, requires));
        return Changed();
    }

    public Task FinishAsync(SliceKey slice)
    {
        entries.Remove(slice);
        return Changed();
    }

    public Task ReturnAsync(SliceKey slice, Guid lease)
    {
        if (entries.TryGetValue(slice, out var entry) && entry.Lease == lease)
            entries.Remove(slice);
        return Changed();
    }

    public Task WithdrawAsync(string experiment)
    {
        foreach (var slice in entries.Keys.Where(slice => slice.Experiment == experiment).ToArray())
            entries.Remove(slice);
        return Changed();
    }

    public Task<WorkerOrders> SignAsync(WorkerSign sign)
    {
        if (silos.IsDeadSilo(sign.Silo))
            return Task.FromResult(new WorkerOrders([], [], IsDead: true));
        if (sign.IsGone)
            return Left(sign.Silo);
        workers[sign.Silo] = (sign, clock.GetTimestamp());
        bool? told = drained.TryGetValue(sign.Silo, out var wish) ? wish : null;
        if (told == sign.IsDrained)
            drained.Remove(sign.Silo);
        Guid[] lost = [.. sign.Running.Where(running => !Renew(running, sign)).Select(running => running.Lease)];
        List<SliceLease> taken = [];
        foreach (var (slice, entry) in told is true ? [] : For(sign).Take(sign.Takes))
        {
            entry.Give(Guid.NewGuid(), sign.Silo, clock.GetTimestamp());
            taken.Add(new(slice, entry.Lease!.Value, 0, entry.Kit) { Requires = entry.Requires });
        }
        return Task.FromResult(new WorkerOrders([.. taken], lost) { IsDrained = told });
    }

    public Task WaitAsync(WorkerSign sign) => UntilAsync(() => For(sign).Any());

    public async Task<ExperimentProgress> ProgressAsync(string experiment, string kit, string[] requires, int known)
    {
        await UntilAsync(() => entries.Keys.Count(slice => slice.Experiment == experiment) != known);
        WorkerSign[] living = [.. Living().Select(worker => worker.Sign)];
        Entry wanted = new(kit, requires);
        return new(
            [
                .. entries.Where(entry => entry.Key.Experiment == experiment)
                    .Select(entry => (entry.Key.Trial, entry.Key.Generation, entry.Value.Steps)),
            ],
            living.Count(wanted.IsFor),
            [.. living.Where(sign => sign.Kit != kit).Select(sign => sign.Kit).Distinct()])
        { Unlabelled = living.Count(sign => sign.Kit == kit && !wanted.IsFor(sign)) };
    }

    public Task<ClusterView> ViewAsync() => Task.FromResult(new ClusterView(
        [
            .. Living().OrderBy(worker => worker.Sign.Name, StringComparer.Ordinal).Select(worker => new WorkerView(
                worker.Sign, clock.GetElapsedTime(worker.At), worker.Sign.IsLeaving || drained.GetValueOrDefault(worker.Sign.Silo))),
        ],
        [
            .. entries.Where(entry => IsFree(entry.Value))
                .Select(entry => new WaitingSlice(entry.Key, entry.Value.Kit, entry.Value.Requires)),
        ]));

    public Task<int> DrainAsync(string worker, bool isDrained)
    {
        SiloAddress[] meant =
        [
            .. Living().Select(one => one.Sign).Where(sign => sign.Name == worker || $"{sign.Silo.Endpoint}" == worker)
                .Select(sign => sign.Silo),
        ];
        foreach (var silo in meant)
            drained[silo] = isDrained;
        return Task.FromResult(meant.Length);
    }

    /// <summary>What a worker may be given now, in the order in which it was offered.</summary>
    IEnumerable<KeyValuePair<SliceKey, Entry>> For(WorkerSign sign) => isAlone || clock.GetElapsedTime(began) > Grace
        ? entries.Where(entry => entry.Value.IsFor(sign) && IsFree(entry.Value)) : [];

    /// <summary>Forgets a worker, and frees what it had not ended.</summary>
    async Task<WorkerOrders> Left(SiloAddress worker)
    {
        workers.Remove(worker);
        drained.Remove(worker);
        foreach (var entry in entries.Values.Where(entry => worker.Equals(entry.Holder)))
            entry.Free();
        await Changed();
        return new([], []);
    }

    Task Changed()
    {
        changed.SetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.CompletedTask;
    }

    /// <summary>Looks at each change, until it holds or the time is over.</summary>
    async Task UntilAsync(Func<bool> holds)
    {
        var end = Task.Delay(Wait);
        while (!holds() && !end.IsCompleted)
            await Task.WhenAny(changed.Task, end);
    }

    /// <summary>Whether the worker may go on with it.</summary>
    bool Renew(SliceLease running, WorkerSign sign)
    {
        if (!entries.TryGetValue(running.Slice, out var entry))
        {
            if (clock.GetElapsedTime(began) > Adopting)
                return false;                                            // done, or withdrawn
            entries.Add(running.Slice, entry = new(running.Kit, running.Requires));
        }
        if (entry.Lease != running.Lease && !IsFree(entry))
            return false;
        entry.Give(running.Lease, sign.Silo, clock.GetTimestamp());
        entry.Steps = Math.Max(entry.Steps, running.Steps);
        return true;
    }

    bool IsFree(Entry entry) =>
        entry.Lease is null || clock.GetElapsedTime(entry.At) > LeaseTime || silos.IsDeadSilo(entry.Holder!);

    IEnumerable<(WorkerSign Sign, long At)> Living() =>
        workers.Values.Where(worker => clock.GetElapsedTime(worker.At) < LeaseTime && !silos.IsDeadSilo(worker.Sign.Silo));

    /// <summary>An open slice.</summary>
    sealed class Entry(string kit, string[] requires)
    {
        public string Kit => kit;

        public string[] Requires => requires;

        /// <summary>Whether a worker can run it.</summary>
        public bool IsFor(WorkerSign worker) => kit == worker.Kit && requires.All(worker.Labels.Contains);

        /// <summary>Null while it waits.</summary>
        public Guid? Lease { get; private set; }

        public SiloAddress? Holder { get; private set; }

        /// <summary>Of the last sign.</summary>
        public long At { get; private set; }

        public long Steps { get; set; }

        public void Give(Guid lease, SiloAddress worker, long at) => (Lease, Holder, At) = (lease, worker, at);

        public void Free() => (Lease, Holder) = (null, null);
    }
}
