namespace Pathmind.Reporting;

/// <summary>Rows that wait to be sent, at most so many: when it is full every second one is dropped, and from then on
/// only every second, fourth, … is taken until it is empty again. What remains is the whole curve, evenly
/// thinned.</summary>
/// <param name="capacity">Most rows that it holds, at least 2.</param>
internal sealed class ProgressQueue(int capacity)
{
    readonly Lock gate = new();
    readonly List<Func<IEnumerable<(string Name, double? Value)>>> rows = [];
    int stride = 1, skipped;
    bool isLastProvisional;                                              // it is the newest, but not one that is to be kept

    /// <summary>Rows that wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return rows.Count;
        }
    }

    /// <summary>Takes a row; its columns are asked for when it is sent.</summary>
    public void Add(Func<IEnumerable<(string Name, double? Value)>> row)
    {
        lock (gate)
        {
            if (isLastProvisional)
                rows.RemoveAt(rows.Count - 1);
            isLastProvisional = ++skipped < stride;
            if (!isLastProvisional)
                skipped = 0;
            if (rows.Count >= capacity)
                Halve();
            rows.Add(row);
        }
    }

    /// <summary>Takes out the oldest rows.</summary>
    /// <param name="most">Most rows to take.</param>
    public Func<IEnumerable<(string Name, double? Value)>>[] Take(int most)
    {
        lock (gate)
        {
            var count = Math.Min(most, rows.Count);
            var taken = rows[..count].ToArray();
            rows.RemoveRange(0, count);
            if (rows.Count == 0)
                (stride, skipped, isLastProvisional) = (1, 0, false);
            return taken;
        }
    }

    /// <summary>Puts back what could not be sent.</summary>
    public void PutBack(Func<IEnumerable<(string Name, double? Value)>>[] taken)
    {
        lock (gate)
        {
            rows.InsertRange(0, taken);
            while (rows.Count > capacity)
                Halve();
        }
    }

    void Halve()
    {
        var kept = rows.Where((_, i) => i % 2 == 0 || i == rows.Count - 1).ToArray();
        rows.Clear();
        rows.AddRange(kept);
        stride *= 2;
    }
}
