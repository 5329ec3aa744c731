using System.Net;
using Orleans.Runtime;
using Pathmind.Clusters.Grains;

namespace Pathmind.Tests;

/// <summary>Who gets which slice, and when it is taken back.</summary>
public sealed class QueueTests
{
    const string Kit = "kit", Experiment = "0123456789abcdef";

    readonly Silos silos = new();
    readonly Clock clock = new();
    readonly SiloAddress one = AddressOf(1), other = AddressOf(2);
    QueueGrain queue;

    public QueueTests()
    {
        queue = New();
        clock.Now += TimeSpan.FromSeconds(2);
    }

    [Fact]
    public async Task A_slice_is_given_once_and_to_the_next_worker_when_no_sign_came_for_four_seconds()
    {
        await OfferAsync(1);
        var lease = Assert.Single((await SignAsync(one, takes: 2)).Taken);
        Assert.Equal((1, 3), (lease.Slice.Trial, lease.Slice.Generation));
        Assert.Empty((await SignAsync(other, takes: 1)).Taken);
        clock.Now += TimeSpan.FromSeconds(3.9);
        Assert.Empty((await SignAsync(one, takes: 0, lease)).Lost);      // a sign: four more seconds
        clock.Now += TimeSpan.FromSeconds(3.9);
        Assert.Empty((await SignAsync(other, takes: 1)).Taken);
        clock.Now += TimeSpan.FromSeconds(0.2);
        var again = Assert.Single((await SignAsync(other, takes: 1)).Taken);
        Assert.Equal(lease.Slice, again.Slice);
        Assert.Equal([lease.Lease], (await SignAsync(one, takes: 0, lease)).Lost);
    }

    [Fact]
    public async Task A_worker_whose_silo_is_dead_loses_its_slices_at_once_and_is_told_so()
    {
        await OfferAsync(1);
        var lease = Assert.Single((await SignAsync(one, takes: 1)).Taken);
        silos.Dead.Add(one);
        Assert.Equal(lease.Slice, Assert.Single((await SignAsync(other, takes: 1)).Taken).Slice);
        Assert.True((await SignAsync(one, takes: 1, lease)).IsDead);
    }

    [Fact]
    public async Task A_worker_that_has_left_is_not_there_any_more_and_what_it_had_not_ended_is_given_out_at_once()
    {
        await OfferAsync(1);
        var lease = Assert.Single((await SignAsync(one, takes: 1)).Taken);
        Assert.Empty((await queue.SignAsync(SignOf(one, 0) with { IsLeaving = true, IsGone = true })).Taken);
        Assert.Empty((await queue.ViewAsync()).Workers);
        Assert.Equal(0, await queue.DrainAsync("worker 1", true));
        Assert.Equal(lease.Slice, Assert.Single((await SignAsync(other, takes: 1)).Taken).Slice);
    }

    [Fact]
    public async Task A_worker_whose_silo_is_dead_is_not_shown()
    {
        await SignAsync(one, takes: 1);
        Assert.Single((await queue.ViewAsync()).Workers);
        silos.Dead.Add(one);
        Assert.Empty((await queue.ViewAsync()).Workers);
    }

    [Fact]
    public async Task A_worker_of_another_version_gets_nothing_and_its_version_is_told()
    {
        await OfferAsync(1);
        Assert.Empty((await queue.SignAsync(new(one, "old", "another kit", 4, 4, []))).Taken);
        var progress = await queue.ProgressAsync(Experiment, Kit, [], known: -1);
        Assert.Equal((0, "another kit"), (progress.Workers, Assert.Single(progress.Others)));
        Assert.Single((await SignAsync(other, takes: 4)).Taken);
    }

    [Fact]
    public async Task What_is_done_is_ended_where_it_still_runs_and_what_was_given_back_is_given_out_again()
    {
        await OfferAsync(2);
        var leases = (await SignAsync(one, takes: 2)).Taken;
        await queue.FinishAsync(leases[0].Slice);
        await queue.ReturnAsync(leases[1].Slice, leases[1].Lease);
        Assert.Empty((await queue.ProgressAsync(Experiment, Kit, [], known: -1)).Open);
        await queue.OfferAsync([leases[1].Slice], Kit, []);                  // as its training does, which waits for it
        Assert.Equal(leases[1].Slice, Assert.Single((await SignAsync(other, takes: 2)).Taken).Slice);
        clock.Now += TimeSpan.FromSeconds(10);
        Assert.Contains(leases[0].Lease, (await SignAsync(one, takes: 0, leases)).Lost);
    }

    [Fact]
    public async Task A_queue_that_begins_again_hears_first_what_is_under_way()
    {
        await OfferAsync(1);
        var lease = Assert.Single((await SignAsync(one, takes: 1)).Taken);
        queue = New();                                                   // its silo died
        await OfferAsync(1);
        Assert.Empty((await SignAsync(other, takes: 1)).Taken);
        Assert.Empty((await SignAsync(one, takes: 0, lease with { Steps = 70 })).Lost);
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.Empty((await SignAsync(other, takes: 1)).Taken);
        Assert.Equal((1, 3, 70), Assert.Single((await queue.ProgressAsync(Experiment, Kit, [], known: -1)).Open));
    }

    [Fact]
    public async Task A_withdrawn_experiment_is_ended_everywhere()
    {
        await OfferAsync(1);
        var lease = Assert.Single((await SignAsync(one, takes: 1)).Taken);
        clock.Now += TimeSpan.FromSeconds(10);
        await queue.WithdrawAsync(Experiment);
        Assert.Equal([lease.Lease], (await SignAsync(one, takes: 0, lease)).Lost);
        Assert.Equal("worker 1", Assert.Single((await queue.ViewAsync()).Workers).Sign.Name);
    }

    [Fact]
    public async Task A_slice_goes_to_a_worker_with_all_labels_that_it_requires_also_after_the_queue_has_begun_again()
    {
        string[] both = ["gpu=yes", "room=2"];
        await OfferAsync(1, both);
        Assert.Empty((await LabelledAsync(one, "gpu=yes")).Taken);
        Assert.Equal((0, 1), Counted(await queue.ProgressAsync(Experiment, Kit, both, known: -1)));
        var lease = Assert.Single((await LabelledAsync(other, ["zone=a", .. both])).Taken);
        Assert.Equal((1, 1), Counted(await queue.ProgressAsync(Experiment, Kit, both, known: -1)));
        queue = New();                                                   // its silo died: it hears of the slice from its worker
        Assert.Empty((await queue.SignAsync(SignOf(other, 0, lease) with { Labels = both })).Lost);
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(both, Assert.Single((await queue.ViewAsync()).Waiting).Requires);
        Assert.Empty((await LabelledAsync(one, "gpu=yes")).Taken);

        static (int, int) Counted(ExperimentProgress progress) => (progress.Workers, progress.Unlabelled);
    }

    [Fact]
    public async Task A_drained_worker_is_told_until_it_says_so_and_gets_nothing_and_goes_on_when_it_is_not_to_be_drained_any_more()
    {
        await OfferAsync(2);
        var lease = Assert.Single((await SignAsync(one, takes: 1)).Taken);
        Assert.Equal(0, await queue.DrainAsync("no one", true));
        Assert.Equal(1, await queue.DrainAsync("worker 1", true));
        Assert.True(Assert.Single((await queue.ViewAsync()).Workers).IsLeaving);
        foreach (var _ in "twice!"[..2])
        {
            var orders = await SignAsync(one, takes: 1, lease);
            Assert.Equal((true, 0, 0), (orders.IsDrained, orders.Taken.Length, orders.Lost.Length));
        }
        var drained = SignOf(one, 0, lease) with { IsDrained = true, IsLeaving = true };
        Assert.True((await queue.SignAsync(drained)).IsDrained);
        Assert.Null((await queue.SignAsync(drained)).IsDrained);         // it has said so
        Assert.Equal(1, await queue.DrainAsync("127.0.0.1:10001", false));
        Assert.False((await queue.SignAsync(drained)).IsDrained);
        Assert.Single((await SignAsync(one, takes: 1, lease)).Taken);
    }

    [Fact]
    public async Task Who_waits_for_a_slice_or_for_an_end_is_answered_when_it_comes()
    {
        WorkerSign hungry = new(one, "hungry", Kit, 1, 1, []);
        var (worker, training) = (queue.WaitAsync(hungry), queue.ProgressAsync(Experiment, Kit, [], known: 0));
        Assert.False(worker.IsCompleted || training.IsCompleted);
        await OfferAsync(1);
        await worker;
        Assert.Single((await training).Open);
        var lease = Assert.Single((await SignAsync(one, takes: 1)).Taken);
        (worker, training) = (queue.WaitAsync(hungry), queue.ProgressAsync(Experiment, Kit, [], known: 1));
        Assert.False(worker.IsCompleted || training.IsCompleted);
        await queue.FinishAsync(lease.Slice);
        Assert.Empty((await training).Open);
        await worker;                                                    // nothing came: half a second later
    }

    QueueGrain New()
    {
        QueueGrain made = new(silos, clock);
        Assert.True(made.OnActivateAsync(CancellationToken.None).IsCompletedSuccessfully);
        return made;
    }

    Task OfferAsync(int trials, params string[] requires) =>
        queue.OfferAsync([.. Enumerable.Range(1, trials).Select(trial => new SliceKey(Experiment, trial, 3))], Kit, requires);

    Task<WorkerOrders> SignAsync(SiloAddress silo, int takes, params SliceLease[] running) =>
        queue.SignAsync(SignOf(silo, takes, running));

    Task<WorkerOrders> LabelledAsync(SiloAddress silo, params string[] labels) =>
        queue.SignAsync(SignOf(silo, 1) with { Labels = labels });

    static WorkerSign SignOf(SiloAddress silo, int takes, params SliceLease[] running) =>
        new(silo, $"worker {silo.Generation}", Kit, 4, takes, running);

    static SiloAddress AddressOf(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 10_000 + number), number);

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    /// <summary>Two that live, and some that are dead.</summary>
    sealed class Silos : ISiloStatusOracle
    {
        public HashSet<SiloAddress> Dead { get; } = [];

        public SiloStatus CurrentStatus => SiloStatus.Active;

        public string SiloName => "queue";

        public SiloAddress SiloAddress => AddressOf(1);

        public SiloAddress[] GetActiveSilos() => [AddressOf(1), AddressOf(2)];

        public bool IsDeadSilo(SiloAddress silo) => Dead.Contains(silo);

        public bool IsFunctionalDirectory(SiloAddress siloAddress) => true;

        public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => SiloStatus.Active;

        public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => [];

        public bool TryGetSiloName(SiloAddress siloAddress, out string siloName) => (siloName = "") is null;

        public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => true;

        public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => true;
    }
}
