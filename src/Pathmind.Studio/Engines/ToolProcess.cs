using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Pathmind.Studios.Isolation;

namespace Pathmind.Studios.Engines;

/// <summary>How a process of the tool is started that runs a user's code: it gets nothing of the studio's, reaches no
/// file of the studio's but one folder, and has a limit of memory.</summary>
/// <param name="tool">The command that starts the tool: program and first arguments.</param>
/// <param name="limits">Of each process.</param>
/// <param name="hidden">Files and folders of the studio that are out of reach; full paths.</param>
internal sealed class ToolProcess(IReadOnlyList<string> tool, TrainingLimits limits, params IReadOnlyList<string> hidden)
{
    /// <summary>How variables begin that are the studio's: its own, of its database, of where its figures go.</summary>
    static readonly string[] Secrets = ["PATHMIND_", "PG", "OTEL_"];

    public TrainingLimits Limits => limits;

    /// <summary>Program and arguments.</summary>
    /// <param name="folder">The only one of the studio's that it can read and write; a full path.</param>
    /// <param name="arguments">Of the tool.</param>
    public IReadOnlyList<string> Command(string folder, params IReadOnlyList<string> arguments) =>
        ConfinementTo(folder).Around(tool, [.. tool, .. arguments]);

    /// <summary>What the process inherits.</summary>
    public void Limit(ProcessStartInfo start, string folder)
    {
        foreach (var name in start.Environment.Keys.Where(name => Secrets.Any(name.StartsWith)).ToArray())
            start.Environment.Remove(name);
        start.Environment["PATHMIND_STUDIO"] = "off";
        start.Environment["DOTNET_GCHeapHardLimit"] = limits.MostMemory.ToString("X", CultureInfo.InvariantCulture);
        var confinement = ConfinementTo(folder);
        confinement.Prepare();
        if (!confinement.IsAbove(Path.GetTempPath()))
            return;
        start.Environment["TMPDIR"] = Path.Combine(folder, "tmp");       // nothing new can be made in the usual one
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
    }

    /// <summary>Bytes of memory that a process uses now; 0 if it has ended.</summary>
    public static long MemoryOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return 0;
        }
    }

    /// <summary>Ends a process and all that it started.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return;                                                      // it has ended just now
        }
    }

    Confinement ConfinementTo(string folder) => new() { Hidden = hidden, Writable = [folder] };
}
