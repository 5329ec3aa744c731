using System.Text.Json;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Server.Predictions;

/// <summary>Finds out which kind of agents a request is about, by its field <c>agent_kind</c> or by the observations
/// that it gives, before it is read.</summary>
internal sealed class KindReader(PolicyDescription policy)
{
    readonly HashSet<string>[] names = [.. policy.Kinds.Select(kind => kind.Observations.Names.ToHashSet())];
    readonly HashSet<string> all = [.. policy.Kinds.SelectMany(kind => kind.Observations.Names)];

    /// <summary>The kind of the object that begins here.</summary>
    /// <param name="json">At the object; a copy, so that the caller reads it from here.</param>
    /// <param name="byNames">Whether the names of the observations may decide it; a flat list has none.</param>
    /// <param name="errors">Gets what is wrong.</param>
    /// <returns>Number of the kind; -1 if it is not known.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public int Find(Utf8JsonReader json, bool byNames, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            errors.NotAnObject();
            return -1;
        }
        HashSet<string> given = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name == AgentUnion.KindName)
                return Number(ref json, errors);
            if (all.Contains(name))
                given.Add(name);
            json.Skip();
        }
        int[] fitting = byNames ? [.. names.Index().Where(kind => kind.Item.SetEquals(given)).Select(kind => kind.Index)] : [];
        if (fitting is [var only])
            return only;
        if (!byNames)
            errors.Missing(AgentUnion.KindName);
        else
            errors.UnknownKind(AgentUnion.KindName, fitting.Length > 1
                ? $"kinds {string.Join(" and ", fitting)} of agents have these observations: say which is meant by {AgentUnion.KindName}"
                : $"these are not the observations of one kind of agents ({Kinds()}): give exactly those of one, or say which is meant "
                    + $"by {AgentUnion.KindName}");
        return -1;
    }

    int Number(ref Utf8JsonReader json, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var kind) && kind >= 0 && kind < names.Length)
            return kind;
        errors.UnknownKind(AgentUnion.KindName, $"the kind of agents must be a whole number in 0 .. {names.Length - 1} ({Kinds()})");
        return -1;
    }

    string Kinds() =>
        string.Join("; ", policy.Kinds.Select((kind, number) => $"{number}: {NameDifference.Short(kind.Observations.Names)}"));
}
