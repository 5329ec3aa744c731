namespace Pathmind.Clusters.Grains;

/// <summary>Keeps the failures of a day, at most a few hundred of them.</summary>
/// <param name="state">Stored with its ETag.</param>
/// <param name="clock">Tells which are older.</param>
internal sealed class FailuresGrain([PersistentState("failures")] IPersistentState<FailuresState> state, TimeProvider clock)
    : Grain, IFailuresGrain
{
    const int Most = 200, LongestMessage = 2_000;

    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task AddAsync(SliceFailure failure)
    {
        var before = state.State;
        var message = failure.Message.Length > LongestMessage ? $"{failure.Message[..LongestMessage]}…" : failure.Message;
        state.State = new() { Failures = [failure with { Message = message }, .. Newest(before.Failures).Take(Most - 1)] };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<SliceFailure[]> ReadAsync() => Task.FromResult(Newest(state.State.Failures).ToArray());

    IEnumerable<SliceFailure> Newest(SliceFailure[] failures) =>
        failures.Where(failure => clock.GetUtcNow().UtcDateTime - failure.At < Kept);
}

/// <summary>What is stored of failures.</summary>
internal sealed class FailuresState
{
    /// <summary>The newest first.</summary>
    public SliceFailure[] Failures { get; init; } = [];
}
