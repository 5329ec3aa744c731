using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathmind.Jupyter;

/// <summary>What a front end writes into the connection file that it starts a kernel with.</summary>
internal sealed record ConnectionFile
{
    /// <summary>tcp or ipc.</summary>
    [JsonPropertyName("transport")]
    public string Transport { get; init; } = "tcp";

    /// <summary>Address, or the path that the sockets' paths begin with.</summary>
    [JsonPropertyName("ip")]
    public string Ip { get; init; } = "127.0.0.1";

    [JsonPropertyName("shell_port")]
    public required int ShellPort { get; init; }

    [JsonPropertyName("control_port")]
    public required int ControlPort { get; init; }

    [JsonPropertyName("stdin_port")]
    public required int StdinPort { get; init; }

    [JsonPropertyName("iopub_port")]
    public required int IoPubPort { get; init; }

    [JsonPropertyName("hb_port")]
    public required int HeartbeatPort { get; init; }

    /// <summary>Key of the signatures; empty for none.</summary>
    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("signature_scheme")]
    public string SignatureScheme { get; init; } = "hmac-sha256";

    /// <exception cref="InvalidDataException">The file cannot be read, or asks for what the kernel does not know.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllBytes(path)) ?? throw new JsonException("it is null");
            return read.SignatureScheme == "hmac-sha256" ? read : throw new JsonException($"its signature_scheme is '{read.SignatureScheme}', but only hmac-sha256 is known");
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be used as a Jupyter connection file: {exception.Message} A front end makes it; to install the kernel there: pathmind jupyter install.", exception);
        }
    }

    /// <summary>Address of a socket.</summary>
    public string Address(int port) => Transport == "ipc" ? $"ipc://{Ip}-{port}" : $"tcp://{(Ip.Contains(':') ? $"[{Ip}]" : Ip)}:{port}";
}
