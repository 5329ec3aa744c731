namespace Pathmind.Studios.Tokens;

/// <summary>A token as it is kept: its digest, never itself.</summary>
public sealed record AccessToken
{
    /// <summary>From 1; the token of the start and that of studio.json are below.</summary>
    public required int Id { get; init; }

    /// <summary>What its user calls it.</summary>
    public required string Name { get; init; }

    public required TokenScope Scope { get; init; }

    /// <summary>SHA-256 of the token, 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>UTC, as all times of it.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Null if it never expires.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>To the minute; null if it was never used.</summary>
    public DateTime? LastUsed { get; init; }

    /// <summary>Whether it is one of the studio's own: the one of the start, and the one of studio.json.</summary>
    internal bool IsBuiltIn => Id <= 0;
}

/// <summary>Keeps the tokens that a user made.</summary>
internal interface ITokenStore
{
    Task<IReadOnlyList<AccessToken>> ReadTokensAsync(CancellationToken cancellation = default);

    Task WriteTokenAsync(AccessToken token, CancellationToken cancellation = default);

    Task DeleteTokenAsync(int id, CancellationToken cancellation = default);
}

/// <summary>What the studio itself has as tokens: it knows them, since a user and trainings are given them.</summary>
internal interface IStudioTokens
{
    /// <summary>Printed at the start; the same after the next one.</summary>
    string Start { get; }

    /// <summary>In studio.json, for trainings of this user; another one at each start.</summary>
    string Announced { get; }

    DateTime StartCreated { get; }

    /// <summary>32 random bytes that sign sessions; the same after the next start.</summary>
    byte[] SessionKey { get; }

    /// <summary>Makes another one of the start.</summary>
    void RotateStart();

    /// <summary>Makes another one of studio.json, which trainings then read again.</summary>
    void RotateAnnounced();
}
