using Pathmind.Clusters.Stores;

namespace Pathmind.Clusters.Grains;

/// <summary>Keeps what is trained, for the workers that get a slice of it.</summary>
/// <param name="state">Stored with its ETag.</param>
/// <param name="store">Of checkpoints.</param>
internal sealed class ExperimentGrain([PersistentState("experiment")] IPersistentState<ExperimentState> state, IClusterStore store)
    : Grain, IExperimentGrain
{
    public async Task<bool> OpenAsync(ExperimentData data)
    {
        if (state.State.Data is not null)
            return false;
        state.State = new() { Data = data };
        try
        {
            await state.WriteStateAsync();
            return true;
        }
        catch
        {
            state.State = new();
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<ExperimentData?> ReadAsync() => Task.FromResult(state.State.Data);

    public async Task CloseAsync()
    {
        if (state.State.Data is not { } data)
            return;
        var experiment = this.GetPrimaryKeyString();
        await GrainFactory.GetGrain<IQueueGrain>(IQueueGrain.Key).WithdrawAsync(experiment);
        for (var trial = 1; trial <= data.Trials; trial++)
            foreach (var checkpoint in await GrainFactory.GetGrain<ITrialGrain>($"{experiment}/{trial}").ClearAsync())
                await StoreFailure.TellAsync(() => store.RemoveAsync(checkpoint));
        await state.ClearStateAsync();
        DeactivateOnIdle();
    }
}

/// <summary>What is stored of an experiment.</summary>
internal sealed class ExperimentState
{
    /// <summary>Null before it is opened.</summary>
    public ExperimentData? Data { get; init; }
}
