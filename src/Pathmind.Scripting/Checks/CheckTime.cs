namespace Pathmind.Checks;

/// <summary>The time of an examination: how long its first walk may take, and when it is over. Of a simulation that is
/// fast enough nothing depends on it.</summary>
/// <param name="longest">About how long the examination may take.</param>
/// <param name="clock">The clock.</param>
internal sealed class CheckTime(TimeSpan longest, TimeProvider clock)
{
    /// <summary>Walks of the same length, one of them in a pair of instances and so counted twice.</summary>
    const int Walks = 5;

    /// <summary>Instances that are made.</summary>
    const int Instances = 4;

    /// <summary>All that a check may play, in walks: until an episode ends it goes on for nine more.</summary>
    const int LongestCheck = Walks + 9;

    readonly long start = clock.GetTimestamp();
    TimeSpan making;                                                     // of the first instance
    long startOfWalk;

    /// <summary>Whether nothing more should be begun.</summary>
    public bool IsOver => clock.GetElapsedTime(start) >= longest;

    /// <summary>Whether the first walk has had its share: one of six, the sixth being for the end of an episode, of
    /// what is left when all instances are made.</summary>
    public bool IsWalkOver => clock.GetElapsedTime(startOfWalk) > (longest - Instances * making) / (Walks + 1);

    /// <summary>Mean time of a step of the first walk, with its share of Reset.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>The first instance is made and its walk begins.</summary>
    public void BeginWalk() => (making, startOfWalk) = (clock.GetElapsedTime(start), clock.GetTimestamp());

    /// <summary>The first walk is over.</summary>
    /// <param name="made">Its steps.</param>
    public void EndWalk(int made) => StepTime = clock.GetElapsedTime(startOfWalk) / made;

    /// <summary>A time in which more would be looked at: ten times as much, or what all would take.</summary>
    /// <param name="steps">Steps that each walk should have.</param>
    public int MinutesForMore(int steps)
    {
        var all = (Instances * making).TotalSeconds + StepTime.TotalSeconds * steps * LongestCheck;
        return (int)Math.Ceiling(Math.Min(all, 10 * longest.TotalSeconds) / 60);
    }
}
