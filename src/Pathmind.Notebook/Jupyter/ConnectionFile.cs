using System.Text.Json;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Contents of the connection file with which a front end starts a kernel.</summary>
/// <remarks>Read without a serializer: its start would take a part of the kernel's.</remarks>
internal sealed record ConnectionFile
{
    /// <summary>tcp or ipc.</summary>
    public required string Transport { get; init; }

    /// <summary>Address, or the path that the sockets' paths begin with.</summary>
    public required string Ip { get; init; }

    public required int ShellPort { get; init; }

    public required int ControlPort { get; init; }

    public required int StdinPort { get; init; }

    public required int IoPubPort { get; init; }

    public required int HeartbeatPort { get; init; }

    /// <summary>Key of the signatures; empty for none.</summary>
    public required string Key { get; init; }

    /// <exception cref="InvalidDataException">The file cannot be read, or asks for what the kernel does not
    /// know.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Of(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"'{path}' cannot be used as a Jupyter connection file: {exception.Message} "
                + "A front end makes it; to install the kernel there: pathmind jupyter install.",
                exception);
        }
    }

    /// <summary>Address of a socket.</summary>
    public string Address(int port) => Transport == "ipc" ? $"ipc://{Ip}-{port}" : $"tcp://{(Ip.Contains(':') ? $"[{Ip}]" : Ip)}:{port}";

    static ConnectionFile Of(JsonElement file)
    {
        if (file.ValueKind != JsonValueKind.Object)
            throw new JsonException($"it holds {file.ValueKind}, not an object.");
        var scheme = Text(file, "signature_scheme", "hmac-sha256");
        if (scheme != "hmac-sha256")
            throw new JsonException($"its signature_scheme is '{scheme}', but only hmac-sha256 is known.");
        return new()
        {
            Transport = Text(file, "transport", "tcp"),
            Ip = Text(file, "ip", "127.0.0.1"),
            ShellPort = Port(file, "shell_port"),
            ControlPort = Port(file, "control_port"),
            StdinPort = Port(file, "stdin_port"),
            IoPubPort = Port(file, "iopub_port"),
            HeartbeatPort = Port(file, "hb_port"),
            Key = Text(file, "key", ""),
        };
    }

    static string Text(JsonElement file, string name, string otherwise) => !file.TryGetProperty(name, out var value) ? otherwise
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonException($"its {name} is {value}, not a text.");

    static int Port(JsonElement file, string name)
    {
        if (!file.TryGetProperty(name, out var value))
            throw new JsonException($"it has no {name}.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port)
            ? port
            : throw new JsonException($"its {name} is {value}, not a port.");
    }
}
