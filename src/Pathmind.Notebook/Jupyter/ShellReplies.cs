using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Commands;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Answers the questions of a front end that run no cell: completion, inspection, history, …</summary>
internal sealed class ShellReplies(Lazy<ScriptSession> session, InputHistory history)
{
    CommandHost Host => SessionHost.Of(session.Value, Display.None, CancellationToken.None);

    /// <summary>Content of the reply; null for an unknown message, which gets no answer.</summary>
    public JsonObject? Answer(JupyterMessage request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo.Content,
        "complete_request" => Complete(request),
        "inspect_request" => Inspect(request),
        "is_complete_request" => IsComplete(request.Text("code")),
        "history_request" => history.Answer(request),
        "comm_info_request" => new() { ["status"] = "ok", ["comms"] = JupyterMessage.Empty },
        _ => null,
    };

    /// <summary><c>Name?</c> or <c>?Name</c> asks for help: the payload that opens the pager; null if the code is no
    /// such question.</summary>
    public JsonObject? Page(string code)
    {
        var text = code.Trim();
        if (text.Contains('\n') || !text.StartsWith('?') && !text.EndsWith('?'))
            return null;
        var name = text.Trim('?').Trim();
        if (name.Length == 0 || !name.All(character => char.IsLetterOrDigit(character) || character is '.' or '_' or '<' or '>' or '%'))
            return null;
        var found = Describe(name, name.Length) ?? $"Nothing is known of '{name}'.";
        return new() { ["source"] = "page", ["data"] = new JsonObject { ["text/plain"] = found }, ["start"] = 0 };
    }

    /// <summary>Values of the request's expressions, each with its own error.</summary>
    public JsonObject Evaluate(JupyterMessage request)
    {
        JsonObject values = [];
        if (request.Content.TryGetProperty("user_expressions", out var expressions) && expressions.ValueKind == JsonValueKind.Object)
            foreach (var expression in expressions.EnumerateObject())
                values[expression.Name] = Evaluate(expression.Value.ToString());
        return values;
    }

    JsonObject Evaluate(string expression)
    {
        try
        {
            var value = session.Value.Evaluate(expression, typeof(object));
            return new()
            {
                ["status"] = "ok", ["data"] = Bundles.ToJson(Values.ValueFormatter.Format(value)), ["metadata"] = JupyterMessage.Empty,
            };
        }
        catch (ScriptException exception)
        {
            return new()
            {
                ["status"] = "error", ["ename"] = nameof(ScriptException), ["evalue"] = exception.Message,
                ["traceback"] = new JsonArray(exception.Message)
            };
        }
    }

    JsonObject Complete(JupyterMessage request)
    {
        var code = request.Text("code");
        var at = CodePoints.ToUtf16(code, request.Number("cursor_pos", int.MaxValue));
        var (start, end, all) = MagicAt(code, at) is var (line, from)
            ? CompleteMagic(line, from, at)
            : session.Value.Complete(MagicCell.Parse(code).Code, at);
        var (first, last) = (CodePoints.Of(code, start), CodePoints.Of(code, end));
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. all.Select(candidate => (JsonNode)candidate.Text)]),
            ["cursor_start"] = first, ["cursor_end"] = last,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray(
                    [.. all.Select(
                        candidate =>
                            (JsonNode)new JsonObject { ["start"] = first, ["end"] = last, ["text"] = candidate.Text,
                                ["type"] = candidate.Kind })]),
            },
        };
    }

    ScriptCompletions CompleteMagic(string line, int from, int at)
    {
        var found = Magics.Complete(line, at - from, Host);
        return new(found.Start + from, found.End + from, [.. found.Suggestions.Select(text => new ScriptCompletion(text, "magic"))]);
    }

    JsonObject Inspect(JupyterMessage request)
    {
        var code = request.Text("code");
        var at = CodePoints.ToUtf16(code, request.Number("cursor_pos", int.MaxValue));
        var found = Describe(code, at);
        return new()
        {
            ["status"] = "ok", ["found"] = found is not null, ["metadata"] = JupyterMessage.Empty,
            ["data"] = found is null ? JupyterMessage.Empty : new JsonObject { ["text/plain"] = found },
        };
    }

    /// <summary>Signature and documentation at a position; the help of a magic.</summary>
    string? Describe(string code, int at)
    {
        if (MagicAt(code, at) is var (line, from))
            return Magics.Help(WordAt(line, at - from));
        var known = session.Value.Inspect(MagicCell.Parse(code).Code, at);
        return known?.Documentation is { } text ? $"{known.Signature}\n\n{text}" : known?.Signature;
    }

    static JsonObject IsComplete(string code)
    {
        var cell = MagicCell.Parse(code);
        return ScriptParsing.Completeness(cell.Code) switch
        {
            ScriptCompleteness.Complete => new() { ["status"] = "complete" },
            ScriptCompleteness.Incomplete => new() { ["status"] = "incomplete", ["indent"] = Indentation(code) },
            _ => new() { ["status"] = "invalid" },
        };
    }

    /// <summary>The indentation of the last line, and one step more after an opening brace.</summary>
    static string Indentation(string code)
    {
        var last = code.TrimEnd('\n').Split('\n')[^1];
        return new string(' ', last.Length - last.TrimStart().Length + (last.TrimEnd().EndsWith('{') ? 4 : 0));
    }

    /// <summary>The magic line that holds a position, and where it begins; null if the position is in C#.</summary>
    static (string Line, int Start)? MagicAt(string code, int at)
    {
        var start = at == 0 ? 0 : code.LastIndexOf('\n', at - 1) + 1;
        var number = code.AsSpan(0, start).Count('\n') + 1;
        if (!MagicCell.Parse(code).Magics.Any(magic => magic.Number == number))
            return null;
        var end = code.IndexOf('\n', start);
        return (end < 0 ? code[start..] : code[start..end], start);
    }

    static string WordAt(string line, int at)
    {
        var (from, to) = (Math.Min(at, line.Length), Math.Min(at, line.Length));
        while (from > 0 && !char.IsWhiteSpace(line[from - 1]))
            from--;
        while (to < line.Length && !char.IsWhiteSpace(line[to]))
            to++;
        return line[from..to];
    }
}
