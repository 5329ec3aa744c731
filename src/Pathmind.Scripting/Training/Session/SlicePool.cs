using System.Collections.Concurrent;

namespace Pathmind.Training;

/// <summary>Threads that run parts of trainings side by side, in the order in which they are handed in. After the first
/// one that throws, and after a stop, no further one begins.</summary>
internal sealed class SlicePool : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly BlockingCollection<SliceJob> waiting = [];
    readonly CancellationToken cancellation;
    readonly CancellationTokenSource stop;
    readonly Thread[] threads;

    /// <param name="count">Threads, at least 1.</param>
    /// <param name="name">Of the threads, for people who debug.</param>
    /// <param name="cancellation">Ends what runs soon.</param>
    public SlicePool(int count, string name, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        threads =
        [
            .. Enumerable.Range(1, count).Select(i => new Thread(Work) { IsBackground = true, Name = $"{name} {i}" }),
        ];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <summary>Hands in some work.</summary>
    /// <param name="work">Gets the token that ends it soon.</param>
    public SliceJob Start(Action<CancellationToken> work)
    {
        SliceJob job = new(work);
        waiting.Add(job);
        return job;
    }

    /// <summary>Waits until all of them have ended.</summary>
    /// <param name="jobs">Which were started here.</param>
    /// <param name="onPause">Called about ten times a second, to show progress.</param>
    /// <returns>What the first of them threw that failed; null if none did, or only because they were
    /// stopped.</returns>
    public Exception? Wait(IReadOnlyList<SliceJob> jobs, Action onPause)
    {
        foreach (var job in jobs)
            while (!job.Ended.Wait(Pause))
                onPause();
        return jobs.Select(job => job.Failure)
            .FirstOrDefault(failure => failure is not null && !(cancellation.IsCancellationRequested && IsStop(failure)));
    }

    /// <summary>Ends what runs, and waits for it.</summary>
    public void Dispose()
    {
        stop.Cancel();
        waiting.CompleteAdding();
        foreach (var thread in threads)
            thread.Join();
        stop.Dispose();
        waiting.Dispose();
    }

    void Work()
    {
        foreach (var job in waiting.GetConsumingEnumerable())
        {
            try
            {
                if (!stop.IsCancellationRequested)
                    job.Run(stop.Token);
            }
            catch (Exception exception)
            {
                job.Failure = exception;
                stop.Cancel();
            }
            job.Ended.Set();
        }
    }

    static bool IsStop(Exception failure) => failure is OperationCanceledException or { InnerException: OperationCanceledException };
}

/// <summary>A piece of work of a <see cref="SlicePool"/>.</summary>
/// <param name="work">What is done.</param>
internal sealed class SliceJob(Action<CancellationToken> work)
{
    /// <summary>Set when it has ended, by itself or not, or will not begin.</summary>
    public ManualResetEventSlim Ended { get; } = new();

    /// <summary>What it threw; null for nothing.</summary>
    public Exception? Failure { get; set; }

    public void Run(CancellationToken stop) => work(stop);
}
