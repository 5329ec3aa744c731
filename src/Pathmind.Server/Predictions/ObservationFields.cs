using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Pathmind.Policies;

namespace Pathmind.Server.Predictions;

/// <summary>The fields of an observation as JSON names them: the policy's observations in its order, then the action
/// mask if it has one, then what carries its memory if it has one.</summary>
internal sealed class ObservationFields
{
    public const string MaskName = "action_mask", StateName = "state", SessionName = "session";

    readonly byte[][] encoded;
    readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> indices;
    readonly int longestName;

    /// <param name="policy">As the kind of agents sees it.</param>
    /// <param name="hasMemory">Whether requests may carry a state or the key of a session.</param>
    public ObservationFields(PolicyDescription policy, bool hasMemory)
    {
        var observations = policy.Observations;
        Names = [.. observations.Names, .. Further(policy.HasMask, hasMemory)];
        (Lengths, IsList) = (observations.Lengths, observations.IsList);
        Offsets = [.. Enumerable.Range(0, observations.Names.Length).Select(observations.Offset)];
        Size = observations.Size;
        Observations = observations.Names.Length;
        Heads = policy.HasMask ? policy.Actions.Heads : [];
        encoded = [.. Names.Select(Encoding.UTF8.GetBytes)];
        longestName = Names.Length == 0 ? 0 : Names.Max(name => name.Length);
        indices = Names.Index().ToFrozenDictionary(entry => entry.Item, entry => entry.Index).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>[fields].</summary>
    public string[] Names { get; }

    /// <summary>[observations].</summary>
    public int[] Lengths { get; }

    /// <summary>[observations].</summary>
    public bool[] IsList { get; }

    /// <summary>[observations] where the numbers go in the flat vector.</summary>
    public int[] Offsets { get; }

    /// <summary>Number of observations; the fields behind them are not parts of the flat vector.</summary>
    public int Observations { get; }

    /// <summary>Length of the flat vector.</summary>
    public int Size { get; }

    /// <summary>Alternatives of each choice that a mask allows or forbids; empty without masks.</summary>
    public int[] Heads { get; }

    /// <summary>Names of the fields that requests have besides observations; no observation may be named so.</summary>
    public static string[] Further(bool hasMask, bool hasMemory) =>
        [.. hasMask ? new[] { MaskName } : [], .. hasMemory ? new[] { StateName, SessionName } : []];

    /// <summary>Index of the property that the reader is at; -1 for one that the policy does not know.</summary>
    /// <param name="json">At a property name.</param>
    /// <param name="guess">Index that it probably has: clients write in the policy's order.</param>
    /// <exception cref="InvalidOperationException">The name is not valid text.</exception>
    public int Find(ref Utf8JsonReader json, int guess)
    {
        if (guess < encoded.Length && json.ValueTextEquals(encoded[guess]))
            return guess;
        var bytes = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        if (bytes > 6 * longestName)                                     // \u0041 is the longest form of a character
            return -1;
        Span<char> name = bytes <= 256 ? stackalloc char[(int)bytes] : new char[bytes];
        return indices.TryGetValue(name[..json.CopyString(name)], out var index) ? index : -1;
    }
}
