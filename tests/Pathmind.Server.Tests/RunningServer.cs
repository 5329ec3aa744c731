using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>A server on a free port with policies of random weights, in a folder of its own, and a client that has the
/// key.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Key = "secret";

    readonly DirectoryInfo folder;
    readonly PolicyServer server;

    RunningServer(DirectoryInfo folder, PolicyServer server)
    {
        (this.folder, this.server) = (folder, server);
        Client = new() { BaseAddress = server.Address };
        Client.DefaultRequestHeaders.Add("access-token", Key);
    }

    public HttpClient Client { get; }

    public Uri Address => server.Address;

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Serves policies by name.</summary>
    public static async Task<RunningServer> StartAsync(
        Func<ServerOptions, ServerOptions>? change = null, params (string Name, TrainedPolicy Policy)[] policies)
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-server-");
        foreach (var (name, policy) in policies)
            policy.Save(Path.Combine(folder.FullName, name));
        ServerOptions options = new()
        {
            Policies = [.. policies.Select(policy => Path.Combine(folder.FullName, policy.Name))], ApiKey = Key,
            Port = 0, Log = ServerLog.None
        };
        return new(folder, await PolicyServer.StartAsync(change is null ? options : change(options)));
    }

    /// <summary>Serves one policy, named warehouse, over a space of <see cref="PolicyCase.Spaces"/>.</summary>
    public static Task<RunningServer> StartAsync(PolicyCase policy, Func<ServerOptions, ServerOptions>? change = null) =>
        StartAsync(change, ("warehouse", policy.Trained));

    /// <summary>A body of JSON text.</summary>
    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>The warehouse's observation, [5] as <see cref="PolicyCase"/> lays it out.</summary>
    public static JsonObject Named(float[] values, bool[]? mask = null)
    {
        JsonObject json = new() { ["x"] = values[0], ["orders"] = new JsonArray(values[1], values[2], values[3]), ["y"] = values[4] };
        if (mask is not null)
            json["action_mask"] = new JsonArray([.. mask.Select(allowed => (JsonNode)allowed)]);
        return json;
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, HttpContent content)
    {
        using var response = await Client.PostAsync(path, content);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<(int Status, JsonElement Body)> PostAsync(string path, JsonNode body) => PostAsync(path, Json(body.ToJsonString()));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
