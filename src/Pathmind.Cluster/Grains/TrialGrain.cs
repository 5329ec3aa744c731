namespace Pathmind.Clusters.Grains;

/// <summary>Keeps its slices in one document, which is written with its ETag: of two results for one slice, and of two
/// grains that both hold themselves for this one, one is too late.</summary>
internal sealed class TrialGrain([PersistentState("trial")] IPersistentState<TrialState> state) : Grain, ITrialGrain
{
    /// <summary>Crashes after which a slice is given up: it may be the machine once, not three times.</summary>
    public const int MostCrashes = 3;

    public async Task<SliceRecord> OfferAsync(int generation, SliceData data)
    {
        var known = Of(generation);
        if (known.Data is not null)
            return known;
        return await WriteAsync(generation, known with { Data = data });
    }

    public Task<SliceRecord> ReadAsync(int generation) => Task.FromResult(Of(generation));

    public async Task<bool> CompleteAsync(int generation, SliceOutcome outcome, Guid lease)
    {
        var known = Of(generation);
        if (known.Data is null)
            return false;                                                // its experiment is closed: nobody waits for it
        if (known.Outcome is null)
            known = await WriteAsync(generation, known with { Outcome = outcome, Lease = lease });
        return known.Lease == lease;
    }

    public async Task<bool> CrashAsync(int generation, string message)
    {
        var known = Of(generation);
        if (known.Data is null || known.Outcome is not null)
            return true;
        var crashes = known.Crashes + 1;
        var isGivenUp = crashes >= MostCrashes;
        var failure = isGivenUp ? new SliceOutcome(null, null, $"{message} It was tried {crashes} times.") : null;
        await WriteAsync(generation, known with { Crashes = crashes, Outcome = failure });
        return isGivenUp;
    }

    public async Task ForgetAsync(int generation)
    {
        if (Of(generation).Outcome is not null)
            await WriteAsync(generation, new(null));
    }

    public async Task<string[]> ClearAsync()
    {
        string[] checkpoints =
        [
            .. state.State.Slices.Values.SelectMany(slice => new[] { slice.Data?.From, slice.Outcome?.Checkpoint })
                .OfType<string>().Distinct(),
        ];
        await state.ClearStateAsync();
        DeactivateOnIdle();
        return checkpoints;
    }

    SliceRecord Of(int generation) => state.State.Slices.GetValueOrDefault(generation) ?? new(null);

    /// <summary>What could not be written is not held either: the grain begins again from what is stored.</summary>
    async Task<SliceRecord> WriteAsync(int generation, SliceRecord record)
    {
        var before = state.State;
        state.State = new() { Slices = new(before.Slices) { [generation] = record } };
        try
        {
            await state.WriteStateAsync();
            return record;
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What is stored of a trial.</summary>
internal sealed class TrialState
{
    /// <summary>By generation.</summary>
    public Dictionary<int, SliceRecord> Slices { get; init; } = [];
}
