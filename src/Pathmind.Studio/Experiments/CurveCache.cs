using System.Collections.Concurrent;
using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>The curves that are looked at, in memory: a zoom reads no database, and neither does a new row.</summary>
internal sealed class CurveCache : IDisposable
{
    /// <summary>Values of all curves that are kept: 64 MB. The one that is looked at is kept, however long.</summary>
    const long MostValues = 8L << 20;

    /// <summary>Batches that wait for a reader; after more the curve is read again.</summary>
    const int MostWaiting = 1_000;

    readonly ExperimentBoard board;
    readonly ConcurrentDictionary<int, Kept> kept = new();
    long uses;

    public CurveCache(ExperimentBoard board)
    {
        this.board = board;
        board.Changed += Follow;
    }

    /// <summary>Reads the curve of an experiment as it is now.</summary>
    /// <param name="number">Of the experiment.</param>
    /// <param name="read">Must not keep the curve: others add to it.</param>
    public async Task<T> ReadAsync<T>(int number, Func<Curve, T> read)
    {
        var one = kept.GetOrAdd(number, _ => new());
        await one.Gate.WaitAsync();
        try
        {
            one.Used = Interlocked.Increment(ref uses);
            var wanted = board.Find(number)?.Rows ?? 0;
            var curve = one.Curve;
            while (curve is not null && one.Waiting.TryDequeue(out var rows))
                curve.Add(Curve.After(rows, curve.LastIteration));
            if (curve is null || curve.Rows < wanted || one.IsStale)
            {
                one.IsStale = false;
                one.Curve = curve = await board.CurveAsync(number);
            }
            one.Size = (long)curve.Rows * curve.Names.Count;
            return read(curve);
        }
        finally
        {
            one.Gate.Release();
            Shrink(number);
        }
    }

    public void Dispose() => board.Changed -= Follow;

    void Follow(ExperimentChange change)
    {
        if (!kept.TryGetValue(change.Experiment.Number, out var one))
            return;
        if (change.Rows is null || one.Waiting.Count >= MostWaiting)
            one.IsStale = true;                                          // perhaps all rows are others
        else if (change.Rows.Rows.Length > 0)
            one.Waiting.Enqueue(change.Rows);
    }

    void Shrink(int but)
    {
        lock (kept)
            while (kept.Count > 1 && kept.Values.Sum(one => one.Size) > MostValues)
                kept.TryRemove(kept.Where(one => one.Key != but).MinBy(one => one.Value.Used).Key, out _);
    }

    sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public ConcurrentQueue<ProgressBatch> Waiting { get; } = new();

        public Curve? Curve { get; set; }

        public bool IsStale { get; set; }

        public long Size { get; set; }

        public long Used { get; set; }
    }
}
