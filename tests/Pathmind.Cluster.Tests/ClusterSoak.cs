using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>Populations whose workers are killed (-9), join and are drained, while they train.</summary>
internal sealed class ClusterSoak : WorkersFolder
{
    readonly RedisServer redis = new();
    readonly List<ToolRun> active = [], drained = [];
    readonly List<(long At, string Slice, ToolRun Worker)> kills = [];
    readonly Dictionary<string, int> events = [];
    readonly string more;

    /// <param name="members">Of each population.</param>
    /// <param name="more">C# by which a slice lasts some time.</param>
    public ClusterSoak(int members, string more = Pause) => (Members, this.more) = (members, more);

    /// <param name="Trainings">How many there were.</param>
    /// <param name="Lost">Slices that no worker reported done, and that did not end with a killed one.</param>
    /// <param name="Doubled">Reports of one that had counted before.</param>
    /// <param name="Others">Policies that are not that of a training alone, and trainings that failed.</param>
    /// <param name="Bad">Drained workers that did not end well.</param>
    /// <param name="Seconds">From the first slice to the end.</param>
    /// <param name="Waits">[kills] seconds from each kill to the begin of the same slice elsewhere.</param>
    /// <param name="Events">What happened, how often.</param>
    public sealed record Result(
        int Trainings, int Lost, int Doubled, int Others, int Bad, double Seconds, double[] Waits, IReadOnlyDictionary<string, int> Events);

    /// <summary>Every five seconds the next worker is killed in the middle of a slice, and replaced.</summary>
    public Result Kill(int workers) => Run(
        workers, TimeSpan.Zero, () => TimeSpan.FromSeconds(5), (training, next) =>
        {
            if (Kill(active[next % active.Count], training))
                Join();
        });

    /// <summary>One of two to six workers is killed in the first slice; after it something happens every two to six
    /// seconds.</summary>
    public Result Random(int seed, TimeSpan length)
    {
        Random random = new(seed);
        return Run(4, length, () => TimeSpan.FromSeconds(2 + 4 * random.NextDouble()), (training, next) =>
        {
            var victim = active[random.Next(active.Count)];
            switch (next == 0 ? 2 : random.Next(3))
            {
                case 0 when active.Count < 6:
                    Join();
                    break;
                case 1 when active.Count > 2:
                    Drain(victim);
                    break;
                default:
                    if (Kill(victim, training) && active.Count < 2)
                        Join();
                    break;
            }
        });
    }

    public override void Dispose()
    {
        base.Dispose();
        redis.Dispose();
    }

    /// <summary>Trains again and again, until the time is over; at least once.</summary>
    Result Run(int workers, TimeSpan length, Func<TimeSpan> between, Action<ToolRun, int> disturb)
    {
        var alone = Alone();
        Write(more);
        for (var i = 0; i < workers; i++)
            Join();
        var (watch, lost, doubled, others, trainings) = (Stopwatch.StartNew(), 0, 0, 0, 0);
        for (; trainings == 0 || watch.Elapsed < length; trainings++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var training = Train($"soak-{trainings}", "--cluster", redis.Address);
            for (var next = 0; !training.HasExited; next++)
                if (!training.HasEndedWithin(next == 0 ? TimeSpan.Zero : between()))
                {
                    StartAgain();
                    disturb(training, next);
                }
            StartAgain();
            others += training.ExitCode() == 0 && PolicyOf($"soak-{trainings}").AsSpan().SequenceEqual(alone) ? 0 : 1;
            doubled += Of("done", begun).CountBy(slice => slice).Sum(slice => slice.Value - 1);
            lost += Slices.Except(Of("done", begun)).Except(Of("done before by another worker", begun))
                .Count(slice => !kills.Any(kill => kill.At > begun && kill.Slice == slice));
        }
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var worker in active)
            worker.Interrupt();
        var bad = drained.Concat(active).Count(worker => worker.ExitCode() != 0);
        return new(
            trainings, lost, doubled, others, bad, seconds,
            [.. kills.Select(kill => GoesOn(kill.At, kill.Slice, except: kill.Worker)).OfType<double>()], events);
    }

    string[] Of(string what, long since) => [.. LinesOf(what).Where(line => line.At > since).Select(line => line.Slice)];

    void Join()
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                active.Add(StartWorker(null, ["--cluster", redis.Address]));
                Count("joined");
                return;
            }
            catch (InvalidOperationException) when (attempt < 3 && IsToStartAgain(Workers[^1]))
            {
                Count("started again");
            }
    }

    /// <summary>Starts those again that were told to, as a service does: others could not reach them.</summary>
    void StartAgain()
    {
        foreach (var worker in active.Where(IsToStartAgain).ToArray())
        {
            active.Remove(worker);
            Count("started again");
            Join();
        }
    }

    static bool IsToStartAgain(ToolRun worker) => worker.HasExited && worker.ExitCode() == 70;

    void Drain(ToolRun worker)
    {
        active.Remove(worker);
        drained.Add(worker.Interrupt());
        Count("drained");
    }

    /// <summary>Kills one in the middle of a slice: the victim, or whoever is in one first.</summary>
    /// <returns>False if the training ended before; then all live.</returns>
    bool Kill(ToolRun victim, ToolRun training)
    {
        for (; !training.HasExited; Thread.Sleep(20))
            foreach (var worker in active.Prepend(victim))
                if (Running(worker) is { } slice)
                {
                    kills.Add((Stopwatch.GetTimestamp(), slice, worker));
                    worker.Kill();
                    active.Remove(worker);
                    Count("killed");
                    return true;
                }
        return false;
    }

    void Count(string what) => events[what] = events.GetValueOrDefault(what) + 1;
}
