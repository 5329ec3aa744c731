using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Pathmind.Notebook.Jupyter;

/// <summary>The functions of Linux's C library that the capture of output needs.</summary>
internal static class Libc
{
    /// <summary>Flag of pipe2: programs that are started do not inherit the descriptors.</summary>
    public const int CloseOnExec = 0x80000;

    /// <summary>Flag of poll: there is something to read.</summary>
    public const short Readable = 1;

    const int DuplicateClosedOnExec = 1030;                          // F_DUPFD_CLOEXEC

    /// <summary>A pipe: [0] is read, [1] is written.</summary>
    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static extern int Pipe([Out] int[] ends, int flags);

    /// <summary>Makes a descriptor mean what another one means.</summary>
    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static extern int Replace(int source, int target);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int descriptor, byte[] buffer, nint count);

    /// <summary>Waits until one of the descriptors can be read.</summary>
    /// <param name="descriptors">What to wait for.</param>
    /// <param name="count">Number of descriptors.</param>
    /// <param name="milliseconds">At most; negative: without end.</param>
    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static extern int Poll([In, Out] Waited[] descriptors, nuint count, int milliseconds);

    /// <summary>A second descriptor of the same file; negative if there is no such file.</summary>
    public static int Duplicate(int descriptor) => Control(descriptor, DuplicateClosedOnExec, 0);

    /// <summary>Writes what printf keeps back, since to C a pipe is not a terminal.</summary>
    public static void FlushStandardOutput()
    {
        if (NativeLibrary.TryLoad("libc", typeof(Libc).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "stdout", out var place))
            _ = Flush(Marshal.ReadIntPtr(place));
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    static extern int Control(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "fflush")]
    static extern int Flush(nint stream);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Waited
    {
        public int Descriptor;
        public short Events, Found;
    }
}
