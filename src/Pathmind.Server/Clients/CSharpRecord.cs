using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Server.Clients;

/// <summary>The observation as a C# record: a property for each name, with any letters.</summary>
internal static class CSharpRecord
{
    const string KindProperty = "KindOfAgent", StateProperty = "StateOfAgent", SessionProperty = "SessionOfAgent";

    /// <summary>The records: one, or one for each kind of agents.</summary>
    public static string Records(PolicyDescription policy)
    {
        if (policy.Kinds.Count == 0)
            return "/// <summary>What the policy looks at.</summary>\npublic sealed record Observation\n{\n"
                + $"{Of(policy.Observations)}\n{Memory(policy)}}}";
        StringBuilder records = new("/// <summary>What the policy looks at: each kind of agents has its own.</summary>\n"
            + $"public abstract record Observation{(policy.StateSize == 0 ? ";" : $"\n{{{Memory(policy)}}}")}");
        foreach (var (number, kind) in policy.Kinds.Index())
            records.Append($"\n\n/// <summary>What {kind.Who} see{(kind.Agents.Length == 1 ? "s" : "")}.</summary>\n")
                .Append($"public sealed record Observation{number} : Observation\n{{\n")
                .Append($"    [JsonPropertyName(\"{AgentUnion.KindName}\")]\n    public int {KindProperty} => {number};\n")
                .Append($"{Of(kind.Observations)}\n}}");
        return records.ToString();
    }

    /// <summary>Where the state or the key of a session goes, of a policy with a memory.</summary>
    static string Memory(PolicyDescription policy) => policy.StateSize == 0 ? "" :
        $$"""

            /// <summary>State of the agent's last prediction; null begins an episode.</summary>
            [JsonPropertyName("state"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
            public float[]? {{StateProperty}} { get; init; }

            /// <summary>Key of the agent's episode, under which the server remembers; instead of a state.</summary>
            [JsonPropertyName("session"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
            public string? {{SessionProperty}} { get; init; }

        """;

    /// <summary>An observation of zeros; of the first kind of agents.</summary>
    public static string Example(PolicyDescription policy) => policy.Kinds.Count == 0
        ? $"new() {{ {Example(policy.Observations)} }}" : $"new Observation0 {{ {Example(policy.Kinds[0].Observations)} }}";

    /// <summary>The properties, one per line.</summary>
    public static string Of(ObservationLayout layout)
    {
        StringBuilder lines = new();
        foreach (var (property, i) in Properties(layout.Names).Select((property, i) => (property, i)))
            lines.Append(
                $"    [JsonPropertyName({Literal(layout.Names[i])})]\n    public required {(layout.IsList[i] ? "float[]" : "float")} "
                + $"{property} {{ get; init; }}")
                .Append(layout.IsList[i] ? $"   // {layout.Lengths[i]} numbers\n" : "\n");
        return lines.ToString().TrimEnd('\n');
    }

    /// <summary>The initializers of an observation of zeros.</summary>
    public static string Example(ObservationLayout layout) =>
        string.Join(", ", Properties(layout.Names)
            .Select((property, i) => layout.IsList[i] ? $"{property} = new float[{layout.Lengths[i]}]" : $"{property} = 0"));

    /// <summary>MouseRow for mouse_row; characters that an identifier cannot have are dropped, duplicates are
    /// numbered.</summary>
    internal static string[] Properties(IReadOnlyList<string> names)
    {
        HashSet<string> taken = [KindProperty, StateProperty, SessionProperty];
        return [.. names.Select(Unique)];

        string Unique(string name)
        {
            var words = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var pascal = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            if (pascal.Length == 0 || char.IsAsciiDigit(pascal[0]) || pascal is "Observation" or "Equals" or "GetHashCode" or "ToString"
                or "GetType" or "MemberwiseClone" or "Finalize" or "EqualityContract" or "PrintMembers" or "Clone" or "ReferenceEquals")
                pascal = "Value" + pascal;
            var unique = pascal;
            for (var number = 2; !taken.Add(unique); number++)
                unique = $"{pascal}_{number}";
            return unique;
        }
    }

    /// <summary>JSON's escapes in ASCII are C#'s, too.</summary>
    static string Literal(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.Default)}\"";
}
