using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Pathmind.Scripts;

/// <summary>What code of a session that can be stopped calls at each turn of a loop.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LoopCheck
{
    const int Sessions = 1 << 12;                                    // a process with more of them stops two at once

    static readonly bool[] Stopped = new bool[Sessions];
    static int count;

    /// <summary>Throws if the session was stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(int session)
    {
        if (Volatile.Read(ref Stopped[session]))
            Throw();
    }

    /// <summary>The number of a new session.</summary>
    internal static int NewSession() => Interlocked.Increment(ref count) % Sessions;

    /// <summary>Whether the session's loops end.</summary>
    internal static void Set(int session, bool isStopped) => Volatile.Write(ref Stopped[session], isStopped);

    static void Throw() => throw new OperationCanceledException("The session was stopped.");
}
