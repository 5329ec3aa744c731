using System.Diagnostics;
using System.Globalization;
using Pathmind.Studios.Isolation;

namespace Pathmind.Studios.Engines;

/// <summary>Trains in processes of the tool: <c>pathmind train … --progress json</c>. A crash, an endless loop or too
/// much memory ends one training alone. A process writes to files, so that it goes on when the studio ends, and a later
/// studio finds it again.</summary>
/// <param name="tool">The command that starts the tool: program and first arguments.</param>
/// <param name="limits">Of each training.</param>
/// <param name="hidden">Files and folders of the studio that a training cannot reach; full paths.</param>
internal sealed class ProcessEngine(IReadOnlyList<string> tool, TrainingLimits limits, params IReadOnlyList<string> hidden)
    : ITrainingEngine
{
    const string OptionsName = "options.json", ProcessName = ".process";

    /// <summary>How variables begin that are the studio's: its own, of its database, of where its figures go.</summary>
    static readonly string[] Secrets = ["PATHMIND_", "PG", "OTEL_"];

    public ITrainingRun Start(TrainingOrder order)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException(
                "Trainings are started from the page on Linux and macOS only so far: start this one with pathmind train, it appears here.");
        Directory.CreateDirectory(order.Folder);
        var options = Path.Combine(order.Folder, OptionsName);
        File.WriteAllText(options, order.Options);
        File.Delete(ProcessRun.OutputOf(order.Folder));
        File.Delete(ProcessRun.ErrorsOf(order.Folder));
        // A shell leads the output into files and then becomes the process: number and signals are its own.
        ProcessStartInfo start = new("/bin/sh")
        {
            WorkingDirectory = order.Folder, RedirectStandardInput = true,
            ArgumentList =
            {
                "-c", "output=$1; errors=$2; shift 2; exec \"$@\" >\"$output\" 2>\"$errors\" </dev/null", "sh",
                ProcessRun.OutputOf(order.Folder), ProcessRun.ErrorsOf(order.Folder),
            },
        };
        string[] arguments =
        [
            .. tool, "train", order.Source, .. order.Simulation is { } simulation ? new[] { simulation } : [],
            "--options", options, "--out", order.Folder, "--progress", "json",
        ];
        Confinement confinement = new()
        {
            Hidden = hidden, Readable = [Path.GetDirectoryName(order.Source)!], Writable = [order.Folder],
        };
        foreach (var argument in confinement.Around(tool, arguments))
            start.ArgumentList.Add(argument);
        Limit(start, order.Folder, confinement);
        var process = Process.Start(start)!;
        File.WriteAllText(Path.Combine(order.Folder, ProcessName), string.Create(
            CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks}"));
        return new ProcessRun(order.Folder, process, limits);
    }

    public ITrainingRun? Find(string folder)
    {
        var file = Path.Combine(folder, ProcessName);
        if (!File.Exists(file) || File.ReadAllText(file).Split(' ') is not [var id, var ticks]
            || !int.TryParse(id, out var number) || !long.TryParse(ticks, out var started))
            return null;
        return new ProcessRun(folder, Alive(number, started), limits);
    }

    /// <summary>It gets nothing of the studio's, and reports by its output alone.</summary>
    void Limit(ProcessStartInfo start, string folder, Confinement confinement)
    {
        foreach (var name in start.Environment.Keys.Where(name => Secrets.Any(name.StartsWith)).ToArray())
            start.Environment.Remove(name);
        start.Environment["PATHMIND_STUDIO"] = "off";
        start.Environment["DOTNET_GCHeapHardLimit"] = limits.MostMemory.ToString("X", CultureInfo.InvariantCulture);
        confinement.Prepare();
        if (!confinement.IsAbove(Path.GetTempPath()))
            return;
        start.Environment["TMPDIR"] = Path.Combine(folder, "tmp");       // nothing new can be made in the usual one
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
    }

    /// <summary>The process of a number, if it is the one that was started: numbers are used again.</summary>
    static Process? Alive(int number, long startedAt)
    {
        try
        {
            var process = Process.GetProcessById(number);
            if (Math.Abs(process.StartTime.ToUniversalTime().Ticks - startedAt) < 2 * TimeSpan.TicksPerSecond)
                return process;
            process.Dispose();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
        return null;
    }
}
