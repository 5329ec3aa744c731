namespace Pathmind.Training;

/// <summary>Work that is dealt to one worker at a time, until it is done.</summary>
internal abstract class DealtJob
{
    /// <summary>Number in the whole training; a new one each time it is dealt.</summary>
    public int Id { get; set; }

    /// <summary>How often its worker was lost.</summary>
    public int Losses { get; set; }

    /// <summary>Whether the training still waits for it.</summary>
    public bool IsWanted { get; set; } = true;

    /// <summary>What people call it: "simulation 3 of 8".</summary>
    public abstract string Name { get; }

    /// <summary>The worker that need not play again what was; null if all are alike.</summary>
    public virtual DealtMember? Holder => null;

    /// <summary>Steps that another worker would have to make again.</summary>
    public virtual int ReplaySteps => 0;

    /// <summary>Steps of the work itself.</summary>
    public virtual int Steps => 0;

    /// <summary>A step of it hangs.</summary>
    /// <param name="episode">The simulation's episode.</param>
    /// <returns>How often one did in this episode, this time included.</returns>
    public abstract int CountHang(int episode);

    /// <summary>The message to a worker.</summary>
    public abstract byte[] MessageTo(DealtMember member);

    /// <summary>Takes what a worker answers.</summary>
    /// <returns>What the user must be told; null for nothing.</returns>
    public abstract string? Take(DealtMember member, StateReader result);

    /// <summary>It is not wanted any more, while a worker is at it.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>The worker on which it was held is to forget it, before another one begins.</summary>
    /// <returns>Null for nothing.</returns>
    public virtual byte[]? ReleaseFrom(DealtMember holder) => null;
}

/// <summary>A worker with what it is doing.</summary>
/// <param name="worker">The worker.</param>
/// <param name="now">A timestamp.</param>
internal sealed class DealtMember(IWorker worker, long now)
{
    public IWorker Worker => worker;

    /// <summary>Whether it has understood what is trained.</summary>
    public bool IsReady { get; set; }

    /// <summary>Timestamp of its beginning.</summary>
    public long Joined { get; } = now;

    /// <summary>Timestamp of its last message.</summary>
    public long Heard { get; set; } = now;

    /// <summary>Whether it is gone.</summary>
    public bool IsLost { get; set; }

    /// <summary>What it was told last of how to act.</summary>
    public byte[] Behavior { get; set; } = [];

    /// <summary>What it is doing; null for nothing.</summary>
    public DealtJob? Job { get; set; }
}
