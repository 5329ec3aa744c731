using System.Collections.Concurrent;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Sharing;

/// <summary>All links by which experiments are shared.</summary>
/// <param name="store">Of the links.</param>
/// <param name="board">All experiments.</param>
/// <param name="clock">For what expires.</param>
internal sealed class ShareBoard(IShareStore store, ExperimentBoard board, TimeProvider clock) : IDisposable
{
    /// <summary>Experiments of a comparison at most, and links at most.</summary>
    public const int MostExperiments = 24, MostLinks = 1_000, LongestName = 100;

    static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<int, SharedView> shares = new();
    readonly SemaphoreSlim writing = new(1);

    /// <summary>Raised after a link was made or revoked.</summary>
    public event Action? Changed;

    /// <summary>All, the newest first.</summary>
    public IReadOnlyList<SharedView> All => [.. shares.Values.OrderByDescending(share => share.Id)];

    /// <summary>Reads what earlier runs of the studio left. Links to experiments of which nothing is left
    /// go.</summary>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        var deleted = board.Deleted.Select(experiment => experiment.Number).ToHashSet();
        foreach (var share in await store.ReadSharesAsync(cancellation))
            if (share.Numbers.Any(number => board.Find(number) is not null || deleted.Contains(number)))
                shares[share.Id] = share;
            else
                await store.DeleteShareAsync(share.Id, cancellation);
    }

    /// <summary>The link of a token; null if there is none such, or no longer.</summary>
    public SharedView? Find(string token)
    {
        var found = Secret.Find(shares.Values, share => share.Digest, token);
        return found is null || IsOver(found) ? null : found;
    }

    /// <summary>What a link shows now: its experiments without those that were deleted.</summary>
    public IReadOnlyList<Experiment> ExperimentsOf(SharedView share) => [.. share.Numbers.Select(board.Find).OfType<Experiment>()];

    /// <summary>Whether its time is over.</summary>
    public bool IsOver(SharedView share) => share.Expires <= Now;

    /// <summary>Makes a link.</summary>
    /// <returns>The link, and its token, which is not shown again.</returns>
    /// <exception cref="InvalidDataException">What is wished cannot be.</exception>
    public async Task<(SharedView Share, string Token)> CreateAsync(ShareWish wish)
    {
        var name = wish.Name.Trim();
        int[] numbers = [.. wish.Numbers.Distinct()];
        if (name.Length > LongestName)
            throw new InvalidDataException($"The name of a link has at most {LongestName} characters, not {name.Length}.");
        if (numbers.Length is 0 or > MostExperiments)
            throw new InvalidDataException($"A link shows 1 to {MostExperiments} experiments, not {numbers.Length}.");
        foreach (var number in numbers)
            if (board.Find(number) is null)
                throw new InvalidDataException($"There is no experiment {number}.");
        if (wish.Expires <= Now)
            throw new InvalidDataException($"The link would have ended at {wish.Expires:yyyy-MM-dd HH:mm} UTC: name a time to come.");
        var token = Secret.New();
        var made = await WriteAsync(async () =>
        {
            if (shares.Count >= MostLinks)
                throw new InvalidDataException($"There are {MostLinks} links: revoke some in the settings.");
            SharedView share = new()
            {
                Id = shares.Keys.DefaultIfEmpty().Max() + 1, Name = name, Digest = Secret.DigestOf(token),
                Experiments = SharedView.TextOf(numbers), HasNotes = wish.HasNotes,
                HasCode = wish.HasCode, HasLog = wish.HasLog, Created = Now, Expires = wish.Expires,
            };
            await store.WriteShareAsync(share);
            return shares[share.Id] = share;
        });
        Changed?.Invoke();
        return (made, token);
    }

    /// <summary>Ends a link at once.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RevokeAsync(int id)
    {
        var was = await WriteAsync(async () =>
        {
            if (!shares.ContainsKey(id))
                return false;
            await store.DeleteShareAsync(id);
            return shares.TryRemove(id, out _);
        });
        Changed?.Invoke();
        return was;
    }

    /// <summary>Keeps that a link was opened, at most once in a minute.</summary>
    public async Task OpenedAsync(SharedView opened)
    {
        if (Now - opened.LastOpened < UseStep)
            return;
        await WriteAsync(async () =>
        {
            if (!shares.TryGetValue(opened.Id, out var share) || Now - share.LastOpened < UseStep)
                return false;
            share = share with { LastOpened = Now };
            await store.WriteShareAsync(share);
            shares[share.Id] = share;
            return true;
        });
    }

    public void Dispose() => writing.Dispose();

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        await writing.WaitAsync();
        try
        {
            return await write();
        }
        finally
        {
            writing.Release();
        }
    }
}
