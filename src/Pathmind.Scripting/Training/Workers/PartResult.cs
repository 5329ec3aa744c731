namespace Pathmind.Training;

/// <summary>What came of a part of a rollout.</summary>
/// <param name="rollout">Has its rows, or receives them.</param>
/// <param name="place">The environment's number in this buffer.</param>
/// <param name="finished">Its episodes that ended.</param>
/// <param name="changes">[limits] how what is limited changed.</param>
/// <param name="isAlike">Whether the simulation did the same again where its episode had to be played again.</param>
internal sealed class PartResult(RolloutBuffer rollout, int place, EpisodeTally finished, MetricChanges[] changes, bool isAlike)
{
    public bool IsAlike { get; private set; } = isAlike;

    /// <inheritdoc cref="PartResult" path="/param[@name='changes']"/>
    public MetricChanges[] Changes { get; private set; } = changes;

    /// <summary>Carries it over.</summary>
    /// <param name="state">Direction.</param>
    /// <param name="memory">Where the environment is at its end.</param>
    /// <param name="trace">What was done in the episode under way.</param>
    public void Transfer(StateTransfer state, EnvironmentMemory memory, EpisodeTrace trace)
    {
        IsAlike = state.Pass(IsAlike);
        rollout.Transfer(state, place);
        finished.Transfer(state);
        Changes = state.PassAll(Changes);
        memory.TransferNews(state, trace);
    }
}
