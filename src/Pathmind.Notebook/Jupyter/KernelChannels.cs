using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Notebook.Zmtp;

namespace Pathmind.Notebook.Jupyter;

/// <summary>The five sockets of a kernel as what they are for: requests that came in, replies, publications. The one
/// place where an answer is derived from its request.</summary>
internal sealed class KernelChannels : IDisposable
{
    readonly MessageCodec codec;
    readonly RouterSocket shell, control, stdin;
    readonly PublisherSocket publisher;
    readonly EchoSocket heartbeat;

    /// <param name="connection">Addresses and key to listen with.</param>
    /// <param name="shell">Takes a request of the shell channel; called on the thread of its peer, must return at
    /// once.</param>
    /// <param name="control">The same for the control channel.</param>
    /// <param name="stdin">The same for answers to <see cref="Ask"/>.</param>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public KernelChannels(
        ConnectionFile connection, Action<JupyterMessage> shell, Action<JupyterMessage> control, Action<JupyterMessage> stdin)
    {
        codec = new(connection.Key);
        this.shell = new(connection.Address(connection.ShellPort), frames => Take(frames, shell));
        this.control = new(connection.Address(connection.ControlPort), frames => Take(frames, control));
        this.stdin = new(connection.Address(connection.StdinPort), frames => Take(frames, stdin));
        publisher = new(connection.Address(connection.IoPubPort), Welcome);
        heartbeat = new(connection.Address(connection.HeartbeatPort));
    }

    public void Start()
    {
        foreach (var socket in Sockets)
            socket.Start();
    }

    /// <summary>Answers a request of the shell channel.</summary>
    public void Reply(JupyterMessage request, JsonObject content) => Reply(shell, request, content);

    /// <summary>Answers a request of the control channel.</summary>
    public void ReplyControl(JupyterMessage request, JsonObject content) => Reply(control, request, content);

    /// <summary>Asks the front end that sent the request for input.</summary>
    public void Ask(JupyterMessage request, string prompt, bool password) =>
        stdin.Send(codec.Write(
            request.Identities, "input_request", request.Header, new() { ["prompt"] = prompt, ["password"] = password }));

    /// <summary>Publishes to all front ends.</summary>
    /// <param name="parent">Header of the request that it belongs to; null for none.</param>
    /// <param name="type">Such as stream.</param>
    /// <param name="content">Its content.</param>
    public void Publish(JsonElement? parent, string type, JsonObject content) =>
        publisher.Publish(codec.Write([Encoding.ASCII.GetBytes($"kernel.{type}")], type, parent, content));

    public void Dispose()
    {
        foreach (var socket in Sockets)
            socket.Dispose();
    }

    ZmtpListener[] Sockets => [heartbeat, publisher, control, stdin, shell];

    /// <summary>A message with a wrong signature is dropped without an answer.</summary>
    void Take(byte[][] frames, Action<JupyterMessage> handle)
    {
        if (codec.Read(frames) is { } message)
            handle(message);
    }

    byte[][] Welcome(byte[] topic) =>
        codec.Write([topic], "iopub_welcome", null, new() { ["subscription"] = Encoding.UTF8.GetString(topic) });

    void Reply(RouterSocket socket, JupyterMessage request, JsonObject content) =>
        socket.Send(codec.Write(request.Identities, request.Type.EndsWith("_request", StringComparison.Ordinal)
            ? $"{request.Type[..^8]}_reply" : $"{request.Type}_reply", request.Header, content));
}
