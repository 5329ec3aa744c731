using System.Collections.Concurrent;

namespace Pathmind.Studios.Pages;

/// <summary>Of which trainings the person at this browser wants to hear when they end: those of one tab, on whatever
/// page it is.</summary>
public sealed class EndNotices
{
    readonly ConcurrentDictionary<int, bool> wanted = new();

    /// <summary>Whether it is wanted of an experiment.</summary>
    public bool Has(int number) => wanted.ContainsKey(number);

    /// <summary>Wants it, or no longer.</summary>
    public void Set(int number, bool isWanted)
    {
        if (isWanted)
            wanted[number] = true;
        else
            wanted.TryRemove(number, out _);
    }

    /// <summary>Takes the wish away, once it is fulfilled.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Take(int number) => wanted.TryRemove(number, out _);
}
