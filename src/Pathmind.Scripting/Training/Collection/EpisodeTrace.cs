using System.Buffers;
using System.Runtime.InteropServices;
using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>What was done in an episode under way, and where chance stood when it began: enough to play it again, to
/// the same point, in another process.</summary>
internal sealed class EpisodeTrace
{
    readonly ArrayBufferWriter<byte> actions = new();
    int taken;

    /// <summary>The stream behind <see cref="Simulation.Random"/> at the beginning.</summary>
    public StreamState Chance { get; private set; } = new(0, 0, 0, 0);

    /// <summary>Episodes begun before.</summary>
    public int Before { get; private set; }

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>Per step and deciding agent its choices, then its real numbers in network units.</summary>
    public ReadOnlySpan<byte> Actions => actions.WrittenSpan;

    /// <summary>An episode begins.</summary>
    public void Begin(RandomStream chance, int before)
    {
        (Chance, Before, Steps, taken) = (StreamState.Of(chance), before, 0, -1);
        actions.ResetWrittenCount();
    }

    public void Add(ReadOnlySpan<int> choices, ReadOnlySpan<float> reals)
    {
        actions.Write(MemoryMarshal.AsBytes(choices));
        actions.Write(MemoryMarshal.AsBytes(reals));
    }

    /// <summary>A step was made.</summary>
    public void EndStep() => Steps++;

    /// <summary>Carries over what came since the last call: all of the episode if it began since then.</summary>
    public void TransferNews(StateTransfer state)
    {
        var isNew = state.Pass(taken < 0);
        if (isNew)
            TransferBeginning(state);
        Steps = state.Pass(Steps);
        var news = state.PassAll(state.IsReading ? [] : actions.WrittenSpan[Math.Max(0, taken)..].ToArray());
        if (state.IsReading)
            actions.Write(news);
        taken = actions.WrittenCount;
    }

    /// <summary>Carries all of it over.</summary>
    public void Transfer(StateTransfer state)
    {
        TransferBeginning(state);
        Steps = state.Pass(Steps);
        var all = state.PassAll(state.IsReading ? [] : actions.WrittenSpan.ToArray());
        if (state.IsReading)
            actions.Write(all);
    }

    void TransferBeginning(StateTransfer state)
    {
        (Chance, Before) = (StreamState.Pass(state, Chance), state.Pass(Before));
        if (state.IsReading)
            actions.ResetWrittenCount();
    }
}
