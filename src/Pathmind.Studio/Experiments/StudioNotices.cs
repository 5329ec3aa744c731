namespace Pathmind.Studios.Experiments;

/// <summary>What everyone who opens the studio should know, until it is taken away or the studio ends.</summary>
internal sealed class StudioNotices
{
    readonly Lock change = new();
    volatile string[] all = [];

    public event Action? Changed;

    public IReadOnlyList<string> All => all;

    public void Add(string notice) => Change(before => [.. before, notice]);

    public void Remove(string notice) => Change(before => [.. before.Where(one => one != notice)]);

    void Change(Func<string[], string[]> make)
    {
        lock (change)
            all = make(all);
        Changed?.Invoke();
    }
}
