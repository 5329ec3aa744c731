using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Policies;
using Pathmind.Server.Pages;
using Pathmind.Simulations;

namespace Pathmind.Server.Clients;

/// <summary>GET /clients: a .zip of clients for one policy, each with its address and its observations. The key is not
/// inside: clients read it from the environment variable PATHMIND_API_KEY.</summary>
internal static class ClientArchive
{
    static readonly string[] Templates = ["pathmind_client.py", "PathmindClient.cs", "pathmind-client.mjs", "predict.sh", "README.md"];

    /// <summary>One line: JSON that is also a literal of Python and JavaScript. ASCII, so that no tool has to guess an
    /// encoding.</summary>
    static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Parameters of the C# record of a prediction.</summary>
    const string CSharpState = ", [property: JsonPropertyName(\"state\")] float[]? State = null, "
        + "[property: JsonPropertyName(\"decisions\")] long? Decisions = null";

    /// <summary>Part of the page that explains the clients.</summary>
    const string Memory = "\nThe policy decides by what it saw before, too: give the `state` of an agent's last answer with its next "
        + "observation (without one an episode begins), or a text of your own as `session`, under which the server remembers. "
        + "Each episode has a session of its own.\n";

    /// <param name="policy">The policy whose observations they send.</param>
    /// <param name="name">Name of the policy.</param>
    /// <param name="url">Address that the client came to, without a slash at the end.</param>
    public static byte[] Of(PolicyDescription policy, string name, string url)
    {
        var example = Example(policy).ToJsonString(OneLine);
        Dictionary<string, string> values = new()
        {
            ["name"] = PlainLine(name),
            ["url"] = PlainLine(url),
            ["example"] = example,
            ["shell_example"] = ForShell(example),
            ["space"] = policy.Decisions,
            ["records"] = CSharpRecord.Records(policy),
            ["csharp_names"] = policy.Actions.HasNames ? ", [property: JsonPropertyName(\"names\")] string?[] Names" : "",
            ["names"] = (policy.Actions.HasNames ? ", names" : "") + (policy.StateSize > 0 ? ", state" : ""),
            ["csharp_state"] = policy.StateSize > 0 ? CSharpState : "",
            ["memory"] = policy.StateSize > 0 ? Memory : "",
            ["csharp_example"] = CSharpRecord.Example(policy),
        };
        using MemoryStream archive = new();
        using (ZipArchive zip = new(archive, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var template in Templates)
            {
                var entry = zip.CreateEntry(template);
                // rwxr-xr-x, rw-r--r--
                entry.ExternalAttributes = (template.EndsWith(".sh", StringComparison.Ordinal) ? 0x1ED : 0x1A4) << 16;
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(Fill(Embedded.Text($"clients/{template}"), values)));
            }
        return archive.ToArray();
    }

    /// <summary>A line for a shell that asks a policy with curl.</summary>
    /// <param name="policy">The policy, of whose observations an example is sent.</param>
    /// <param name="url">Address of its server, without a slash at the end.</param>
    /// <param name="key">That the server wants.</param>
    public static string CurlLine(PolicyDescription policy, string url, string key) =>
        $"curl -H 'access-token: {key}' -H 'content-type: application/json' "
        + $"-d '{ForShell(Example(policy).ToJsonString(OneLine))}' {url}/predict/";

    /// <summary>JSON that may stand between single quotation marks.</summary>
    static string ForShell(string json) => json.Replace("'", "\\u0027");

    static JsonObject Example(PolicyDescription policy)
    {
        JsonObject example = [];
        if (policy.Kinds.Count > 0)
            example[AgentUnion.KindName] = 0;
        foreach (var entry in ObservationEntry.Of(policy.ByKind[0].Observations))
            example[entry.Name] = entry.Length is { } length ? PolicyJson.Node(new int[length]) : 0;
        return example;
    }

    /// <summary>What may stand in a comment or a text of any of the languages: the Host header comes from
    /// outside.</summary>
    static string PlainLine(string text) =>
        string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) || "-._~:/%[]?=+ ".Contains(letter) ? letter : '_'));

    static string Fill(string template, Dictionary<string, string> values)
    {
        StringBuilder text = new();
        for (var from = 0; ;)                                            // one pass: what was filled in is not looked at again
        {
            var start = template.IndexOf("{{", from, StringComparison.Ordinal);
            if (start < 0)
                return text.Append(template, from, template.Length - from).ToString();
            var end = template.IndexOf("}}", start, StringComparison.Ordinal);
            text.Append(template, from, start - from).Append(values[template[(start + 2)..end]]);
            from = end + 2;
        }
    }
}
