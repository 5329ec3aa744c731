using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pathmind.Notebook.Scripts;

/// <summary>What code of a session that can be stopped calls at each turn of a loop and at the start of each
/// method.</summary>
/// <remarks>The flags never move, so compiled code compares a byte at an address that it knows.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LoopCheck
{
    const int Sessions = 1 << 12;                                    // a process with more of them stops two at once

    static readonly byte[] Stopped = GC.AllocateArray<byte>(Sessions, pinned: true);
    static readonly nint Address = Marshal.UnsafeAddrOfPinnedArrayElement(Stopped, 0);
    static int count;

    /// <summary>Throws if the session was stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(int session)
    {
        if (Volatile.Read(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), Address + session)) != 0)
            Throw();
    }

    /// <summary>The number of a new session.</summary>
    internal static int NewSession() => Interlocked.Increment(ref count) % Sessions;

    /// <summary>Makes the loops of a session end, or lets them run.</summary>
    internal static void Set(int session, bool isStopped) => Volatile.Write(ref Stopped[session], isStopped ? (byte)1 : (byte)0);

    static void Throw() => throw new OperationCanceledException("The session was stopped.");
}
