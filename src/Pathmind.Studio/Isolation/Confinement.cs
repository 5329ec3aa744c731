using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pathmind.Studios.Isolation;

/// <summary>Which files a training's process cannot reach, although it runs as the studio's user: the studio's token,
/// database and announcement, other trainings' folders. It confines itself before any foreign code runs:
/// <c>pathmind confine … -- program arguments</c> gives up access, and becomes the program.</summary>
/// <remarks>A thread of the studio could do the same before it starts the process. But what .NET starts on a thread
/// inherits its confinement, workers of the thread pool among it, and the studio would slowly lose its own
/// files.</remarks>
internal sealed record Confinement
{
    public const string Verb = "confine";

    const string Hide = "--hide=", Read = "--read=", Write = "--write=", End = "--";

    /// <summary>Files and folders that are out of reach; full paths.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>What of it can be read all the same.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>What of it can be read and written. No links are made there: the studio reads these files, and is to
    /// read nothing else.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>Whether this system can do it.</summary>
    public static bool IsSupported => Landlock.Supported > 0;

    /// <summary>The command around another one.</summary>
    /// <param name="tool">Starts pathmind.</param>
    /// <param name="command">Program, a full path, and arguments.</param>
    public IReadOnlyList<string> Around(IReadOnlyList<string> tool, IReadOnlyList<string> command) => IsSupported
        ? [
            .. tool, Verb, .. Hidden.Select(path => Hide + path), .. Readable.Select(path => Read + path),
            .. Writable.Select(path => Write + path), End, .. command,
        ]
        : command;

    /// <summary>Confines this process, and becomes the command. Returns only if that fails, with the exit
    /// code.</summary>
    /// <param name="arguments">After the verb.</param>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        List<string> hidden = [], readable = [], writable = [];
        var next = 0;
        for (; next < arguments.Length && arguments[next] != End; next++)
            if (arguments[next] is var argument && argument.StartsWith(Hide, StringComparison.Ordinal))
                hidden.Add(argument[Hide.Length..]);
            else if (argument.StartsWith(Read, StringComparison.Ordinal))
                readable.Add(argument[Read.Length..]);
            else if (argument.StartsWith(Write, StringComparison.Ordinal))
                writable.Add(argument[Write.Length..]);
        if (arguments.Length - next < 2)
            return Fail("pathmind confine is used by the studio alone: --hide=PATH … -- program arguments.");
        try
        {
            new Confinement { Hidden = hidden, Readable = readable, Writable = writable }.Enter();
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Fail($"The training could not be kept from the studio's files, and was not started: {exception.Message}");
        }
        string?[] command = [.. arguments[(next + 1)..], null];
        _ = execvp(command[0]!, command);
        return Fail($"'{command[0]}' could not be started (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Makes the user's folders for packages that do not exist yet and could not be made from inside: in a
    /// folder above what is hidden nothing new can be made.</summary>
    public void Prepare()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        foreach (var folder in new[]
        {
            Path.Combine(home, ".nuget", "packages"), Path.Combine(home, ".dotnet"), Path.Combine(home, ".cache"),
            Path.Combine(local, "NuGet"),
        })
            try
            {
                if (IsAbove(Existing(folder)))
                    Directory.CreateDirectory(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;                                                // packages will say so, if there are any
            }
    }

    /// <summary>Whether new files could not be made in a folder.</summary>
    public bool IsAbove(string folder) => IsSupported && Hidden.Any(path => Contains(Real(folder), Real(path)));

    void Enter()
    {
        var hidden = Hidden.Select(Real).ToArray();
        List<(string, FileRights)> rules = [("/", FileRights.List)];
        AllowAround("/", hidden, rules);
        foreach (var path in Readable)
            rules.Add((Real(path), FileRights.Read | FileRights.List));
        foreach (var path in Writable)
            rules.Add((Real(path), Landlock.All & ~(FileRights.MakeSymbolicLink | FileRights.MakeDevice | FileRights.MakeFifo)));
        Landlock.RestrictThread(rules);
    }

    /// <summary>Everything below a folder but what is hidden.</summary>
    static void AllowAround(string folder, string[] hidden, List<(string, FileRights)> rules)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions
        {
            AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true,
        }))
            if (hidden.Contains(entry))
                continue;
            else if (hidden.Any(path => Contains(entry, path)))
                AllowAround(entry, hidden, rules);
            else if (new FileInfo(entry).LinkTarget is null)             // null, too, of what is gone meanwhile
                rules.Add((entry, Landlock.All));
    }

    static string Existing(string folder) => Directory.Exists(folder) ? folder : Existing(Path.GetDirectoryName(folder) ?? "/");

    static bool Contains(string folder, string path) =>
        folder == "/" ? path != "/" : path.StartsWith($"{folder}/", StringComparison.Ordinal);

    /// <summary>A path without symbolic links.</summary>
    static string Real(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var real = Path.Combine(Real(parent), Path.GetFileName(path));
        FileInfo entry = new(real);
        return entry.LinkTarget is null ? real : Real(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }

    static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 126;
    }

#pragma warning disable IDE1006, SYSLIB1054
    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int execvp([MarshalAs(UnmanagedType.LPUTF8Str)] string program,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments);
#pragma warning restore IDE1006, SYSLIB1054
}
