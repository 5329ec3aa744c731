using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Policies;

/// <summary>Serves policies of experiments, each on a port of its own of this machine and with a key of its own, in the
/// studio's process. Those that ran are there again after a restart, at the same address with the same key; a policy
/// that is trained into the same folder takes over by itself.</summary>
/// <param name="board">All experiments.</param>
/// <param name="files">Where policies are.</param>
/// <param name="list">The file that remembers them; only its owner can read it.</param>
/// <param name="logger">For those that do not come back.</param>
internal sealed partial class PolicyServers(ExperimentBoard board, PolicyFiles files, ServedList list, ILogger<PolicyServers> logger)
    : IHostedService, IDisposable
{
    readonly ConcurrentDictionary<int, PolicyServer> running = new();
    readonly ConcurrentDictionary<int, ServedPolicy> missing = new();    // served before, but not now: tried again at the next start
    readonly SemaphoreSlim changing = new(1);

    /// <summary>Raised when a server was started or stopped, on any thread.</summary>
    public event Action<int>? Changed;

    /// <summary>Where a policy is served; without address and key if it is not.</summary>
    public ServedPolicy Find(int number) =>
        running.TryGetValue(number, out var server) ? new(number, server.Address.ToString(), server.ApiKey) : new(number, null, null);

    /// <summary>Serves the policy of an experiment; one that is served already is answered as it is.</summary>
    /// <exception cref="InvalidDataException">There is no policy, or it is damaged.</exception>
    public async Task<ServedPolicy> StartAsync(int number)
    {
        await changing.WaitAsync();
        try
        {
            if (Find(number) is { Url: not null } served)
                return served;
            await StartAsync(new(number, null, AccessKey.Create()), port: 0);
            missing.TryRemove(number, out _);
            Keep();
        }
        finally
        {
            changing.Release();
        }
        Changed?.Invoke(number);
        return Find(number);
    }

    /// <summary>Ends serving it.</summary>
    /// <returns>Whether it was served.</returns>
    public async Task<bool> StopAsync(int number)
    {
        await changing.WaitAsync();
        try
        {
            if (!running.TryRemove(number, out var server))
                return false;
            await server.DisposeAsync();
            Keep();
        }
        finally
        {
            changing.Release();
        }
        Changed?.Invoke(number);
        return true;
    }

    /// <summary>Those that ran before; one that cannot run now keeps no studio from starting.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        board.Changed += Follow;
        foreach (var served in list.Read())
            try
            {
                await StartAsync(served, new Uri(served.Url ?? "").Port);
            }
            catch (Exception exception)
            {
                missing[served.Number] = served;
                LogFailure(logger, served.Number, exception.Message);
            }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        board.Changed -= Follow;
        foreach (var (_, server) in running)
            await server.DisposeAsync();
    }

    public void Dispose() => changing.Dispose();

    async Task StartAsync(ServedPolicy served, int port)
    {
        if (files.FolderOf(served.Number) is not { } folder)
            throw new InvalidDataException($"Experiment {served.Number} has no policy here (yet).");
        try
        {
            running[served.Number] = await PolicyServer.StartAsync(new()
            {
                Policies = [folder], Port = port, ApiKey = served.Key, Log = ServerLog.None, ShutdownTimeout = TimeSpan.FromSeconds(1),
            });
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The policy of experiment {served.Number} cannot be served: {exception.Message}", exception);
        }
    }

    void Keep() => list.Write([.. running.Keys.Select(Find).Concat(missing.Values).OrderBy(served => served.Number)]);

    /// <summary>What is deleted is not served.</summary>
    void Follow(ExperimentChange change)
    {
        if (change.Experiment is { Deleted: not null, Number: var number } && running.ContainsKey(number))
            _ = StopAsync(number);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The policy of experiment {Number} is served no more: {Why}")]
    static partial void LogFailure(ILogger logger, int number, string why);
}

/// <summary>A policy that is served.</summary>
/// <param name="Number">Of the experiment.</param>
/// <param name="Url">Its address; null if it is not served.</param>
/// <param name="Key">What clients send as access-token; null if it is not served.</param>
internal sealed record ServedPolicy(int Number, string? Url, string? Key);

/// <summary>The policies that are served, in a file.</summary>
/// <param name="file">Its path.</param>
/// <param name="write">Writes a file that only its owner can read.</param>
internal sealed class ServedList(string file, Action<string, string> write)
{
    public IReadOnlyList<ServedPolicy> Read()
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ServedPolicy[]>(File.ReadAllText(file)) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public void Write(IReadOnlyList<ServedPolicy> served) => write(file, JsonSerializer.Serialize(served));
}
