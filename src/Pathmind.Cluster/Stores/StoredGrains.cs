using System.Text.Json;
using Orleans.Storage;

namespace Pathmind.Clusters.Stores;

/// <summary>The state of grains in a <see cref="IClusterStore"/>, as JSON; the ETag is the version of the
/// document.</summary>
internal sealed class StoredGrains(IClusterStore store) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = await StoreFailure.TellAsync(() => store.ReadAsync(KeyOf(stateName, grainId)));
        grainState.RecordExists = document is not null;
        grainState.ETag = document is null ? null! : $"{document.Version}";
        grainState.State = document is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(document.Value)!;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (key, known) = (KeyOf(stateName, grainId), grainState.ETag);
        var value = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
        var version = await StoreFailure.TellAsync(() => store.WriteAsync(key, value, known is null ? null : long.Parse(known)));
        if (version is null)
            throw new InconsistentStateException($"{key} was written by another one.", "another", known ?? "none");
        (grainState.ETag, grainState.RecordExists) = ($"{version}", true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await StoreFailure.TellAsync(() => store.DeleteAsync(KeyOf(stateName, grainId)));
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null!, false, Activator.CreateInstance<T>());
    }

    static string KeyOf(string stateName, GrainId grain) => $"{stateName}/{grain.Key}";
}
