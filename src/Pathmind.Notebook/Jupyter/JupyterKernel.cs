using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Notebook.Jupyter;

/// <summary>A Jupyter kernel: answers the requests of front ends until it is shut down, or until the process that
/// started it is gone.</summary>
/// <remarks>Requests of the shell channel are answered one after the other on one thread, each cell on a thread of its
/// own; those of the control channel at once.</remarks>
internal sealed class JupyterKernel : IDisposable
{
    readonly KernelChannels channels;
    readonly KernelConsole console = new();
    readonly BlockingCollection<JupyterMessage> requests = [];
    readonly InputHistory history = new();
    readonly CrashNote lastWords;
    readonly Lazy<ScriptSession> session = new(() => new(new ScriptSessionOptions { CanStop = true }.WithOutputs()));
    readonly CompilerWarmUp compiler;
    readonly ShellReplies replies;
    volatile CellExecution? running;
    int count;
    long abortedUntil;                                                   // requests that came before it are not run

    JupyterKernel(ConnectionFile connection, string connectionPath, CompilerWarmUp compiler)
    {
        this.compiler = compiler;
        channels = new(connection, requests.Add, OnControl, answer => running?.Input.Answer(answer.Text("value")));
        lastWords = new(connectionPath);
        replies = new(session, history);
    }

    /// <summary>Serves the front ends that a connection file names.</summary>
    /// <returns>Exit code: 0 after a shutdown.</returns>
    /// <exception cref="InvalidDataException">The connection file cannot be read.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public static int Run(string connectionPath)
    {
        var compiler = CompilerWarmUp.Start();
        using var kernel = new JupyterKernel(ConnectionFile.Read(connectionPath), connectionPath, compiler);
        kernel.console.Install();
        ExceptionHandling.SetUnhandledExceptionHandler(Survive);
        kernel.channels.Start();
        ParentProcess.Watch("JPY_PARENT_PID", () => kernel.requests.CompleteAdding());
        kernel.channels.Publish(null, "status", Status("starting"));
        kernel.Serve();
        return 0;
    }

    public void Dispose()
    {
        lastWords.Dispose();
        channels.Dispose();
    }

    /// <summary>What a thread that a cell started throws is shown, and the kernel lives on: otherwise it would take all
    /// variables with it.</summary>
    static bool Survive(Exception exception)
    {
        if (exception is OperationCanceledException)
            return true;                                                 // a thread that was stopped with its cell
        Console.Error.WriteLine($"A thread ended by an unhandled exception: {exception}");
        return true;
    }

    static JsonObject Status(string state) => new() { ["execution_state"] = state };

    void Serve()
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            channels.Publish(request.Header, "status", Status("busy"));
            try
            {
                Handle(request);
            }
            // a defect of the kernel, or unexpected input: reported, and the kernel goes on
            catch (Exception exception)
            {
                channels.Publish(request.Header, "stream",
                    new() { ["name"] = "stderr", ["text"] = $"The kernel could not answer {request.Type}: {exception}\n" });
            }
            channels.Publish(request.Header, "status", Status("idle"));
        }
    }

    void Handle(JupyterMessage request)
    {
        switch (request.Type)
        {
            case "execute_request":
                channels.Reply(request, request.Arrived < abortedUntil ? Aborted : Execute(request));
                break;
            case "comm_open":
                channels.Publish(
                    request.Header, "comm_close", new() { ["comm_id"] = request.Text("comm_id"), ["data"] = JupyterMessage.Empty });
                break;
            case "shutdown_request":
                Shutdown(request, channels.Reply);
                break;
            default:
                if (replies.Answer(request) is { } content)
                    channels.Reply(request, content);
                break;
        }
    }

    static JsonObject Aborted => new() { ["status"] = "aborted" };

    JsonObject Execute(JupyterMessage request)
    {
        var silent = request.Is("silent");
        var code = request.Text("code");
        var output = new CellOutput(channels, request.Header, silent);
        if (lastWords.Take() is { } words)
            output.Publish("stream", new() { ["name"] = "stderr", ["text"] = words + "\n" });
        if (replies.Page(code) is { } page)
            return new()
            {
                ["status"] = "ok", ["execution_count"] = count, ["payload"] = new JsonArray(page),
                ["user_expressions"] = JupyterMessage.Empty
            };
        if (!silent && request.Is("store_history", otherwise: true))
            history.Add(++count, code);
        output.Publish("execute_input", new() { ["code"] = code, ["execution_count"] = count });

        compiler.Wait();
        var cell = new CellExecution(session.Value, console, channels, request, output, $"In [{count}]");
        running = cell;
        lastWords.Begin($"In [{count}]");
        var reply = cell.Execute(count);
        lastWords.End();
        running = null;
        output.Flush();
        if ((string?)reply["status"] == "error" && request.Is("stop_on_error", otherwise: true))
            abortedUntil = TimeProvider.System.GetTimestamp();
        else if ((string?)reply["status"] == "ok")
            reply["user_expressions"] = replies.Evaluate(request);
        return reply;
    }

    /// <summary>On the thread of the control channel's peer, while a cell may run.</summary>
    void OnControl(JupyterMessage request)
    {
        channels.Publish(request.Header, "status", Status("busy"));
        switch (request.Type)
        {
            case "interrupt_request":
                running?.Stop();
                channels.ReplyControl(request, new() { ["status"] = "ok" });
                break;
            case "shutdown_request":
                running?.Stop();
                Shutdown(request, channels.ReplyControl);
                break;
            case "kernel_info_request":
                channels.ReplyControl(request, KernelInfo.Content);
                break;
        }
        channels.Publish(request.Header, "status", Status("idle"));
    }

    void Shutdown(JupyterMessage request, Action<JupyterMessage, JsonObject> reply)
    {
        JsonObject content = new() { ["status"] = "ok", ["restart"] = request.Is("restart") };
        reply(request, content.DeepClone().AsObject());
        channels.Publish(request.Header, "shutdown_reply", content);
        requests.CompleteAdding();
    }
}
