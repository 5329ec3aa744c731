namespace Pathmind.Displays;

/// <summary>Plays the first episode of a replay once in a terminal: for a few seconds, whatever its length; the key q
/// or Ctrl+C ends it with the last picture.</summary>
internal static class ReplayPlayer
{
    /// <summary>How long it plays at most, and between two pictures.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(12), Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Steps per second, as on a page: the slowest that is not too long.</summary>
    static readonly double[] Speeds = [2, 5, 10, 20, 50, 100];

    /// <param name="replay">Was drawn.</param>
    /// <param name="live">Where it plays.</param>
    /// <param name="isEnded">Whether a key that ends it was pressed.</param>
    /// <param name="time">The clock.</param>
    public static void Play(Replay replay, ILiveDisplay live, Func<bool> isEnded, TimeProvider time)
    {
        var last = replay.Scene.FramesOf(replay.Scene.Episodes[0]).Count - 1;
        var speed = Speeds.FirstOrDefault(speed => last / speed <= Longest.TotalSeconds, last / Longest.TotalSeconds);
        var start = time.GetTimestamp();
        for (var step = 0; step < last && !isEnded(); step = (int)(speed * time.GetElapsedTime(start).TotalSeconds))
        {
            live.Update(new ReplayMoment(replay.Scene, step));
            if (live.Interrupted.WaitHandle.WaitOne(Pause))
                break;
        }
        live.Update(new ReplayMoment(replay.Scene, last));
    }
}
