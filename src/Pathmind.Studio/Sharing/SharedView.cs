using System.Globalization;

namespace Pathmind.Studios.Sharing;

/// <summary>A link by which others look at experiments, as it is kept: the digest of its token, never the
/// token.</summary>
public sealed record SharedView
{
    /// <summary>From 1.</summary>
    public required int Id { get; init; }

    /// <summary>What its owner calls it; visitors do not see it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers of the experiments, as in <c>12</c> or <c>12,17</c>.</summary>
    public required string Experiments { get; init; }

    /// <summary>Whether visitors see the notes.</summary>
    public bool HasNotes { get; init; }

    /// <summary>Whether visitors see the code.</summary>
    public bool HasCode { get; init; }

    /// <summary>Whether visitors see the log, and the message of a training that failed.</summary>
    public bool HasLog { get; init; }

    /// <summary>UTC, as all times of it.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Null if it never expires.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>To the minute; null if it was never opened.</summary>
    public DateTime? LastOpened { get; init; }

    /// <summary>Numbers of the experiments, in the order in which they are shown.</summary>
    internal int[] Numbers => [.. Experiments.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    /// <summary>Experiments as <see cref="Experiments"/> has them.</summary>
    internal static string TextOf(IEnumerable<int> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>A link that is wished.</summary>
/// <param name="Numbers">Of the experiments; several are compared.</param>
/// <param name="Name">What its owner calls it; may be empty.</param>
/// <param name="HasNotes">Whether visitors see the notes.</param>
/// <param name="HasCode">Whether visitors see the code.</param>
/// <param name="HasLog">Whether visitors see the log.</param>
/// <param name="Expires">UTC; null for never.</param>
internal sealed record ShareWish(
    IReadOnlyList<int> Numbers, string Name = "", bool HasNotes = false, bool HasCode = false, bool HasLog = false,
    DateTime? Expires = null);

/// <summary>Keeps the links.</summary>
internal interface IShareStore
{
    Task<IReadOnlyList<SharedView>> ReadSharesAsync(CancellationToken cancellation = default);

    Task WriteShareAsync(SharedView share, CancellationToken cancellation = default);

    Task DeleteShareAsync(int id, CancellationToken cancellation = default);
}
