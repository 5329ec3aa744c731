using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>Requests to a kernel through Jupyter's own client, and what came back.</summary>
internal static class JupyterConversation
{
    const string Mark = "reply ";

    /// <summary>Starts a kernel, sends the requests one after the other, and ends it.</summary>
    /// <param name="home">The Jupyter that finds the kernel.</param>
    /// <param name="folder">Where the kernel works.</param>
    /// <param name="kernel">Its name.</param>
    /// <param name="requests">Made by <see cref="Execute"/> and <see cref="Complete"/>.</param>
    /// <returns>An answer for each.</returns>
    public static IReadOnlyList<JupyterAnswer> Hold(JupyterHome home, string folder, string kernel, params IEnumerable<string> requests)
    {
        var script = Path.Combine(Repository.Root, "tests", "Pathmind.EndToEnd.Tests", "data", "conversation.py");
        File.WriteAllLines(Path.Combine(folder, "requests.jsonl"), requests);
        var printed = home.Run(folder, $"/usr/bin/python3 '{script}' '{kernel}' requests.jsonl").Succeeded();
        return
        [
            .. printed.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
                .Select(line => JsonDocument.Parse(line[Mark.Length..]).RootElement)
                .Select(answer => new JupyterAnswer(answer.GetProperty("reply"), [.. answer.GetProperty("outputs").EnumerateArray()])),
        ];
    }

    /// <summary>Runs a cell.</summary>
    public static string Execute(string code) => JsonSerializer.Serialize(new { execute = code });

    /// <summary>Asks what can follow the code.</summary>
    public static string Complete(string code) => JsonSerializer.Serialize(new { complete = code });
}

/// <summary>A kernel's reply, and the outputs that it sent before.</summary>
internal sealed record JupyterAnswer(JsonElement Reply, IReadOnlyList<JsonElement> Outputs)
{
    /// <summary>Whether it says <c>ok</c> or <c>error</c>.</summary>
    public string? Status => Reply.GetProperty("status").GetString();

    /// <summary>What can stand at the cursor.</summary>
    public IEnumerable<string?> Matches => Reply.GetProperty("matches").EnumerateArray().Select(match => match.GetString());

    /// <summary>The outputs of a type, as <c>update_display_data</c>, in their order.</summary>
    public IEnumerable<JsonElement> Of(string type) => Outputs.Where(output => output.GetProperty("type").GetString() == type);
}
