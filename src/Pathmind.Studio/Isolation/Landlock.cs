using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pathmind.Studios.Isolation;

/// <summary>Linux's Landlock: a thread gives up access to files for good, and what it becomes or starts inherits that.
/// Root has no way around it. It also keeps what is inside from tracing (ptrace, /proc/N/mem, /proc/N/environ) and,
/// from version 6 on, from signalling what is outside.</summary>
/// <remarks>Landlock only allows: what lies below no allowed path is refused. Its table of versions:
/// https://docs.kernel.org/userspace-api/landlock.html.</remarks>
internal static class Landlock
{
    /// <summary>Version 1 refuses to move files from folder to folder anywhere, which breaks too much.</summary>
    const int Oldest = 2;

    const int CreateRuleset = 444, AddRule = 445, RestrictSelf = 446;
    const int Version = 1, Errata = 2, PathBeneath = 1;
    const int NoNewPrivileges = 38, DropCapability = 24, OpenPath = 0x200000, CloseOnExec = 0x80000;
    const ulong ScopeSockets = 1, ScopeSignals = 2;

    /// <summary>What root keeps: owners and rights of files, users, signals, low ports. Others, above all CAP_PERFMON
    /// and CAP_SYS_ADMIN, would read /proc/N/environ of any process; those of a usual user are none.</summary>
    static readonly int[] keptCapabilities = [0, 1, 3, 4, 5, 6, 7, 10];

    /// <summary>The kernel's version of Landlock; 0 if it has none, or one that is too old.</summary>
    public static int Supported { get; } = OperatingSystem.IsLinux()
        && (int)syscall(CreateRuleset, 0, 0, Version) is >= Oldest and var version
        ? version : 0;

    /// <summary>All that the kernel can refuse.</summary>
    public static FileRights All => (FileRights)((1UL << (Supported switch { 2 => 14, 3 or 4 => 15, _ => 16 })) - 1);

    /// <summary>Restricts the calling thread, and what it becomes or starts from now on.</summary>
    /// <param name="rules">A path, and what is allowed at it and below it. The last name is not followed if it is a
    /// symbolic link: where a link leads to decides.</param>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void RestrictThread(IEnumerable<(string Path, FileRights Rights)> rules)
    {
        Ruleset attributes = new() { Files = (ulong)All, Scoped = Supported < 6 ? 0 : ScopeSockets | (MayScopeSignals ? ScopeSignals : 0) };
        var size = Supported switch { < 4 => sizeof(ulong), < 6 => 2 * sizeof(ulong), _ => 3 * sizeof(ulong) };
        var ruleset = (int)Checked(syscall(CreateRuleset, ref attributes, size, 0));
        foreach (var (path, rights) in rules)
            Allow(ruleset, path, rights);
        for (var capability = 0; capability < 64; capability++)
            if (!keptCapabilities.Contains(capability))
                _ = prctl(DropCapability, capability, 0, 0, 0);          // refused to a user who has none, or of a number that there is not
        Checked(prctl(NoNewPrivileges, 1, 0, 0, 0));
        Checked(syscall(RestrictSelf, ruleset, 0, 0));
        _ = close(ruleset);
    }

    /// <summary>Without this mend of the kernel a thread could not signal the others of its own process.</summary>
    static bool MayScopeSignals => ((long)syscall(CreateRuleset, 0, 0, Errata) & 2) == 2 && Supported >= 6;

    static void Allow(int ruleset, string path, FileRights rights)
    {
        var handle = open(path, OpenPath | CloseOnExec | NoFollow);
        if (handle < 0)
            return;                                                      // gone meanwhile, or not for this user: nothing to allow
        var possible = Directory.Exists(path) ? rights & All : rights & All & FileRights.OfFile;
        Beneath rule = new() { Rights = (ulong)possible, Parent = handle };
        var result = syscall(AddRule, ruleset, PathBeneath, ref rule, 0);
        var error = Marshal.GetLastPInvokeError();
        _ = close(handle);
        if (result < 0)
            throw new Win32Exception(error, $"Landlock refuses the path '{path}' (error {error}).");
    }

    /// <summary>The same flag has another number on ARM and PowerPC.</summary>
    static int NoFollow => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le
        ? 0x8000 : 0x20000;

    static nint Checked(nint result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [StructLayout(LayoutKind.Sequential)]
    struct Ruleset
    {
        public ulong Files, Network, Scoped;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    struct Beneath
    {
        public ulong Rights;
        public int Parent;
    }

#pragma warning disable IDE1006, SYSLIB1054                              // names of libc; generated code would need unsafe code
    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint syscall(nint number, nint attributes, nint size, nint flags);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint syscall(nint number, ref Ruleset attributes, nint size, nint flags);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint syscall(nint number, nint ruleset, nint kind, ref Beneath rule, nint flags);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int prctl(int option, nint second, nint third, nint fourth, nint fifth);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int close(int handle);
#pragma warning restore IDE1006, SYSLIB1054
}

/// <summary>What may be done with files, as the kernel numbers it.</summary>
[Flags]
internal enum FileRights : ulong
{
    None = 0,
    Execute = 1 << 0,
    Write = 1 << 1,
    Read = 1 << 2,
    List = 1 << 3,
    MakeDevice = 1 << 6 | 1 << 11,
    MakeFifo = 1 << 10,
    MakeSymbolicLink = 1 << 12,
    Truncate = 1 << 14,
    ControlDevice = 1 << 15,

    /// <summary>What a file can have; the others are a folder's.</summary>
    OfFile = Execute | Write | Read | Truncate | ControlDevice,
}
