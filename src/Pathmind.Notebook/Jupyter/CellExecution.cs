using System.Text.Json.Nodes;
using Pathmind.Commands;
using Pathmind.Hosting;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Notebook.Jupyter;

/// <summary>One cell from request to reply: magics and C#, what it shows, its value or its error.</summary>
internal sealed class CellExecution
{
    readonly ScriptSession session;
    readonly KernelConsole console;
    readonly CellOutput output;
    readonly CellThread thread;
    readonly NotebookDisplay display;
    readonly string code, name;
    (string Name, string Message, IReadOnlyList<string> Traceback)? error;
    object? value;
    bool finished;

    /// <param name="session">The session that holds its declarations.</param>
    /// <param name="console">Receives what the cell prints.</param>
    /// <param name="channels">Used to ask for input.</param>
    /// <param name="request">The execute_request.</param>
    /// <param name="output">Receives all that the cell shows.</param>
    /// <param name="name">What error messages call the cell: <c>In [3]</c>.</param>
    public CellExecution(
        ScriptSession session, KernelConsole console, KernelChannels channels, JupyterMessage request, CellOutput output, string name)
    {
        (this.session, this.console, this.output, this.name) = (session, console, output, name);
        code = request.Text("code");
        thread = new(Run, session.Stop);
        display = new(output.Show, thread.Asked) { Clear = wait => output.Publish("clear_output", new() { ["wait"] = wait }) };
        thread.Answers = () => display.IsLive;
        output.MustEnd = () => thread.MustEnd;
        Input = new(channels, request, thread.Asked);
    }

    /// <summary>Where its Console.ReadLine reads.</summary>
    public CellInput Input { get; }

    /// <summary>Stops it; returns at once.</summary>
    public void Stop() => thread.Stop();

    /// <summary>Runs the cell to its end and publishes its value or its error.</summary>
    /// <param name="count">Execution count.</param>
    /// <returns>Content of the reply.</returns>
    public JsonObject Execute(int count)
    {
        session.Continue();
        console.Begin(output);
        var ended = thread.RunAndWait();
        console.End();
        if (!ended)
            error = ("Interrupted",
                "The cell did not stop and was given up: it may still run in the background. Restart the kernel to end it.", []);
        else if (thread.IsStopped && error is null && value is null && !finished)
            error = ("Interrupted", "The cell was stopped.", []);
        if (error is { } failure)
            return Fail(failure.Name, failure.Message, failure.Traceback, count);
        if (value is not null)
            ShowValue(count);
        return new()
        {
            ["status"] = "ok", ["execution_count"] = count, ["payload"] = new JsonArray(), ["user_expressions"] = JupyterMessage.Empty,
        };
    }

    void Run()
    {
        console.Enter(output, Input);
        using var shown = Display.Use(display);
        using var reflection = session.EnterReflection();
        try
        {
            var text = PolyglotLines.Translate(code);
            var cell = MagicCell.Parse(text);
            var run = cell.Magics.Count > 0 ? Magics.RunAsync(cell, Host, RunCSharp) : RunCSharp(text);
            var outcome = run.GetAwaiter().GetResult();
            (value, finished) = (outcome.Value, !outcome.Failed);
        }
        catch (Exception exception) when (thread.IsStopped && IsOfStop(exception))
        {
        }
        catch (CommandException exception)
        {
            error = ("CommandError", exception.Message, exception.Message.Split('\n'));
        }
        catch (Exception exception) when (exception is TrainingException or SimulationException)
        {
            error = (exception.GetType().Name, exception.Message, exception.Message.Split('\n'));
        }
        catch (Exception exception)                                      // the user's code, called by a magic: a constructor
        {
            var failure = session.Explain(exception);
            error = (failure.Name, failure.Message, failure.Traceback);
        }
    }

    CommandHost Host => SessionHost.Of(session, display, thread.Asked, line => output.Write("stdout", line + "\n"));

    async Task<CellOutcome> RunCSharp(string csharp)
    {
        var result = await session.RunAsync(csharp, name, thread.Asked).ConfigureAwait(true);
        foreach (var notice in result.Notices)
            output.Write("stderr", notice + "\n");
        if (result.Error is { } failure && !(thread.IsStopped && failure.Exception is { } thrown && IsOfStop(thrown)))
            error = (failure.Name, failure.Message, failure.Traceback);
        return new() { Failed = result.Error is not null, Value = result.Value, DeclaredTypes = result.DeclaredTypes };
    }

    /// <summary>Whether an exception is the one that ends stopped code, or was caused by it.</summary>
    static bool IsOfStop(Exception exception) => exception switch
    {
        OperationCanceledException or ThreadInterruptedException => true,
        AggregateException several => several.InnerExceptions.Any(IsOfStop),
        TrainingException => false,                                      // its message names what is kept
        CommandException { InnerException: { } cause } command when !command.Message.Contains(cause.Message, StringComparison.Ordinal)
            => false,                                                    // a command's own words about its end
        _ => exception.InnerException is { } cause && IsOfStop(cause),
    };

    void ShowValue(int count)
    {
        try
        {
            var content = ValueDisplays.Of(value);
            var rest = content is null ? value : display.NotShown(content);
            if (rest is null)                                            // the cell has shown it while it ran
                return;
            var data = Bundles.ToJson(Values.ValueFormatter.Format(rest));
            output.Publish("execute_result", new() { ["execution_count"] = count, ["data"] = data, ["metadata"] = JupyterMessage.Empty });
        }
        catch (Exception exception)                                       // ToString and getters are the user's code
        {
            output.Write("stderr", $"The value of the cell cannot be shown: {exception.GetType().Name}: {exception.Message}\n");
        }
    }

    JsonObject Fail(string type, string message, IReadOnlyList<string> traceback, int count)
    {
        var lines = traceback.Count > 0 ? traceback : [$"{type}: {message}"];
        JsonObject content = new()
        {
            ["ename"] = type, ["evalue"] = message, ["traceback"] = new JsonArray([.. lines.Select(line => (JsonNode)line)]),
        };
        output.Publish("error", content);
        var reply = content.DeepClone().AsObject();
        (reply["status"], reply["execution_count"]) = ("error", count);
        return reply;
    }
}
