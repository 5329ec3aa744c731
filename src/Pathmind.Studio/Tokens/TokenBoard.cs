using System.Collections.Concurrent;

namespace Pathmind.Studios.Tokens;

/// <summary>All tokens, and who is connected by one. A token that is revoked, rotated or expired ends at once what was
/// opened with it.</summary>
/// <param name="store">Of those that a user made.</param>
/// <param name="own">Those of the studio.</param>
/// <param name="clock">For what expires.</param>
internal sealed class TokenBoard(ITokenStore store, IStudioTokens own, TimeProvider clock) : IDisposable
{
    public const int StartId = 0, AnnouncedId = -1, LongestName = 100;

    static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    /// <summary>Time for a page to show what it has just changed.</summary>
    static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<int, AccessToken> tokens = new();
    readonly ConcurrentDictionary<(int Token, long Request), Action> open = new();
    readonly SemaphoreSlim writing = new(1);
    long requests;

    /// <summary>All, the studio's own first.</summary>
    public IReadOnlyList<AccessToken> All => [.. tokens.Values.OrderBy(token => token.Id > 0).ThenByDescending(token => token.Id)];

    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        foreach (var token in await store.ReadTokensAsync(cancellation))
            tokens[token.Id] = token;
        tokens[StartId] = new()
        {
            Id = StartId, Name = "Start of the studio", Scope = TokenScope.All, Digest = Secret.DigestOf(own.Start),
            Created = own.StartCreated,
        };
        tokens[AnnouncedId] = new()
        {
            Id = AnnouncedId, Name = "Trainings of this user (studio.json)", Scope = TokenScope.Submit,
            Digest = Secret.DigestOf(own.Announced), Created = Now,
        };
    }

    /// <summary>The token that is given; null if there is none such, or no longer.</summary>
    public AccessToken? Find(string? given)
    {
        var found = string.IsNullOrEmpty(given) ? null : Secret.Find(tokens.Values, token => token.Digest, given);
        return found is null || IsOver(found) ? null : found;
    }

    /// <summary>The token as it is now; null if it is revoked or expired.</summary>
    public AccessToken? Find(int id) => tokens.GetValueOrDefault(id) is { } token && !IsOver(token) ? token : null;

    /// <summary>Makes a token.</summary>
    /// <returns>The token, and what its user must copy now: it is not shown again.</returns>
    /// <exception cref="InvalidDataException">The name is empty or too long, or the time of expiry over.</exception>
    public async Task<(AccessToken Token, string Secret)> CreateAsync(string name, TokenScope scope, DateTime? expires)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName)
            throw new InvalidDataException($"The name of a token has 1 to {LongestName} characters, not {name.Length}.");
        if (!Enum.IsDefined(scope))
            throw new InvalidDataException($"A token may {string.Join(", ", Enum.GetNames<TokenScope>())}, not {scope}.");
        if (expires <= Now)
            throw new InvalidDataException($"The token would have expired at {expires:yyyy-MM-dd HH:mm} UTC: name a time to come.");
        await writing.WaitAsync();
        try
        {
            var secret = Secret.New();
            AccessToken token = new()
            {
                Id = Math.Max(0, tokens.Keys.Max()) + 1, Name = name, Scope = scope, Digest = Secret.DigestOf(secret), Created = Now,
                Expires = expires,
            };
            await store.WriteTokenAsync(token);
            tokens[token.Id] = token;
            return (token, secret);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Puts another secret in the place of a token's: the old one is worth nothing at once, and what was
    /// opened with it is closed.</summary>
    /// <returns>The secret; null if there is no such token.</returns>
    public async Task<string?> RotateAsync(int id)
    {
        await writing.WaitAsync();
        string? secret;
        try
        {
            if (!tokens.TryGetValue(id, out var token))
                return null;
            secret = await NewSecretOfAsync(token);
        }
        finally
        {
            writing.Release();
        }
        _ = CloseSoonAsync(id);
        return secret;
    }

    /// <summary>Ends a token, and what was opened with it.</summary>
    /// <returns>Whether there was one that can be ended: the studio's own can only be rotated.</returns>
    public async Task<bool> RevokeAsync(int id)
    {
        await writing.WaitAsync();
        try
        {
            if (id <= 0 || !tokens.ContainsKey(id))
                return false;
            await store.DeleteTokenAsync(id);
            tokens.TryRemove(id, out _);
        }
        finally
        {
            writing.Release();
        }
        Close(id);
        return true;
    }

    /// <summary>Remembers that a request is served with a token, so that it ends with the token.</summary>
    /// <param name="id">Of the token.</param>
    /// <param name="abort">Ends the request.</param>
    public IDisposable Serve(int id, Action abort)
    {
        var key = (id, Interlocked.Increment(ref requests));
        open[key] = abort;
        return new Service(() => open.TryRemove(key, out _));
    }

    /// <summary>Keeps that a token was used, at most once in a minute.</summary>
    public async Task UseAsync(AccessToken used)
    {
        if (Now - used.LastUsed < UseStep)
            return;
        await writing.WaitAsync();
        try
        {
            if (!tokens.TryGetValue(used.Id, out var token) || Now - token.LastUsed < UseStep)
                return;
            token = token with { LastUsed = Now };
            if (!token.IsBuiltIn)
                await store.WriteTokenAsync(token);
            tokens[token.Id] = token;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Ends what is open of tokens that have expired meanwhile.</summary>
    public void CloseExpired()
    {
        foreach (var token in tokens.Values.Where(IsOver))
            Close(token.Id);
    }

    public void Dispose() => writing.Dispose();

    internal DateTime Now => clock.GetUtcNow().UtcDateTime;

    bool IsOver(AccessToken token) => token.Expires <= Now;

    async Task<string> NewSecretOfAsync(AccessToken token)
    {
        string secret;
        if (token.Id == StartId)
        {
            own.RotateStart();
            secret = own.Start;
        }
        else if (token.Id == AnnouncedId)
        {
            own.RotateAnnounced();
            secret = own.Announced;
        }
        else
            secret = Secret.New();
        token = token with { Digest = Secret.DigestOf(secret), Created = Now, LastUsed = null };
        if (!token.IsBuiltIn)
            await store.WriteTokenAsync(token);
        tokens[token.Id] = token;
        return secret;
    }

    async Task CloseSoonAsync(int id)
    {
        var last = Interlocked.Read(ref requests);                       // later ones came with the new token
        await Task.Delay(ClosingTime, clock);
        Close(id, last);
    }

    void Close(int id, long last = long.MaxValue)
    {
        foreach (var (key, abort) in open)
            if (key.Token == id && key.Request <= last)
                abort();
    }

    sealed class Service(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
