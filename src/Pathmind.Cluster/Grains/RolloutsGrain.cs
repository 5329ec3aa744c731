namespace Pathmind.Clusters.Grains;

/// <inheritdoc cref="IRolloutsGrain"/>
internal sealed class RolloutsGrain : Grain, IRolloutsGrain
{
    RolloutsData? data;

    public Task OpenAsync(RolloutsData data)
    {
        this.data = data;
        return Task.CompletedTask;
    }

    public Task<RolloutsData?> ReadAsync() => Task.FromResult(data);

    public Task CloseAsync()
    {
        data = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
