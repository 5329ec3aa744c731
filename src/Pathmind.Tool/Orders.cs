using System.Collections.Concurrent;

namespace Pathmind.Tool;

/// <summary>What the process that started this one wants of it. It is read from the beginning on, also while this one
/// compiles: when it ends, the other process is gone, and this one ends at once.</summary>
/// <typeparam name="T">One order.</typeparam>
internal sealed class Orders<T> : IDisposable
    where T : class
{
    readonly BlockingCollection<T> waiting = [];

    /// <param name="next">Waits for the next order; null at the end.</param>
    public Orders(Func<T?> next) => new Thread(() =>
    {
        while (next() is { } order)
            waiting.Add(order);
        Environment.Exit(0);
    })
    { IsBackground = true, Name = "pathmind orders" }.Start();

    /// <summary>Waits for the next order.</summary>
    public T Next() => waiting.Take();

    public void Dispose() => waiting.Dispose();
}
