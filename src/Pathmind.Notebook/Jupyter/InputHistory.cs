using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Cells that were run in this session, for history_request. This session is number 1, also called 0, and the
/// only one.</summary>
internal sealed class InputHistory
{
    readonly List<(int Line, string Input)> entries = [];

    public void Add(int line, string input) => entries.Add((line, input));

    /// <summary>Content of the reply.</summary>
    public JsonObject Answer(JupyterMessage request)
    {
        var most = Math.Max(0, request.Number("n", int.MaxValue));
        IEnumerable<(int Line, string Input)> found = request.Text("hist_access_type") switch
        {
            "range" when request.Number("session") is 0 or 1 =>
                entries.Where(entry => entry.Line >= request.Number("start") && entry.Line < request.Number("stop", int.MaxValue)),
            "tail" => entries.TakeLast(most),
            "search" => Search(request.Text("pattern", "*"), request.Is("unique")).TakeLast(most),
            _ => [],
        };
        var withOutput = request.Is("output");
        return new()
        {
            ["status"] = "ok",
            ["history"] = new JsonArray(
                [.. found.Select(
                    entry => (JsonNode)new JsonArray(1, entry.Line, withOutput ? new JsonArray(entry.Input, null) : entry.Input))]),
        };
    }

    /// <summary>Matches as a shell does with file names: * for anything, ? for one character.</summary>
    IEnumerable<(int, string)> Search(string pattern, bool unique)
    {
        var matches = new Regex(
            $"^{Regex.Escape(pattern).Replace(@"\*", ".*").Replace(@"\?", ".")}$", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        var found = entries.Where(entry => matches.IsMatch(entry.Input));
        return unique ? found.Reverse().DistinctBy(entry => entry.Input).Reverse() : found;
    }
}
