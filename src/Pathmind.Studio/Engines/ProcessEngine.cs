using System.Diagnostics;
using System.Globalization;
using Pathmind.Studios.Workers;

namespace Pathmind.Studios.Engines;

/// <summary>Trains in processes of the tool: <c>pathmind train … --progress json</c>. A crash, an endless loop or too
/// much memory ends one training alone. A process writes to files, so that it goes on when the studio ends, and a later
/// studio finds it again. Members of a population train in processes of their own: of this machine, or of the
/// cluster's workers.</summary>
/// <param name="tool">Starts the processes.</param>
/// <param name="cluster">Null if this studio belongs to none.</param>
internal sealed class ProcessEngine(ToolProcess tool, IWorkerCluster? cluster = null) : ITrainingEngine
{
    const string OptionsName = "options.json", ProcessName = ".process", CodeName = "code", SlicesName = ".slices";

    public ITrainingRun Start(TrainingOrder order)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException(
                "Trainings are started from the page on Linux and macOS only so far: start this one with pathmind train, it appears here.");
        Directory.CreateDirectory(order.Folder);
        var source = Path.Combine(order.Folder, CodeName, order.Source);
        FolderCopy.Make(order.Code, Path.Combine(order.Folder, CodeName));
        var options = Path.Combine(order.Folder, OptionsName);
        File.WriteAllText(options, order.Options);
        File.Delete(ProcessRun.OutputOf(order.Folder));
        File.Delete(ProcessRun.ErrorsOf(order.Folder));
        // A shell leads the output into files and then becomes the process: number and signals are its own. Ctrl+C in
        // the studio's terminal reaches all that was started from there: a training ignores it, and goes on.
        ProcessStartInfo start = new("/bin/sh")
        {
            WorkingDirectory = Path.GetDirectoryName(source), RedirectStandardInput = true,
            ArgumentList =
            {
                "-c", "trap '' INT; output=$1; errors=$2; shift 2; exec \"$@\" >\"$output\" 2>\"$errors\" </dev/null", "sh",
                ProcessRun.OutputOf(order.Folder), ProcessRun.ErrorsOf(order.Folder),
            },
        };
        string[] arguments =
        [
            "train", source, order.Simulation, "--options", options, "--out", order.Folder, "--progress", "json",
            .. order.Resumes ? ["--resume"] : PlaceOfSlices(order),
        ];
        foreach (var argument in tool.Command(order.Folder, arguments))
            start.ArgumentList.Add(argument);
        tool.Limit(start, order.Folder);
        var process = Process.Start(start)!;
        File.WriteAllText(Path.Combine(order.Folder, ProcessName), string.Create(
            CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks}"));
        return new ProcessRun(order.Folder, process, tool.Limits) { Relay = RelayOf(order) };
    }

    public ITrainingRun? Find(TrainingOrder order)
    {
        var file = Path.Combine(order.Folder, ProcessName);
        if (!File.Exists(file) || File.ReadAllText(file).Split(' ') is not [var id, var ticks]
            || !int.TryParse(id, out var number) || !long.TryParse(ticks, out var started))
            return null;
        return new ProcessRun(order.Folder, Alive(number, started), tool.Limits) { Relay = RelayOf(order) };
    }

    /// <summary>Where members of a population train: the process itself, which runs the user's code, learns nothing of
    /// a cluster but a folder of its own.</summary>
    string[] PlaceOfSlices(TrainingOrder order) => order.Members is null ? [] :
    [
        "--cluster", $"{(cluster is null ? "local" : "relay")}:{Path.Combine(order.Folder, SlicesName)}",
        "--files", Path.Combine(order.Folder, CodeName),
    ];

    IDisposable? RelayOf(TrainingOrder order) => order is not { Members: not null, Resumes: false } ? null : cluster?.Serve(new()
    {
        Folder = Path.Combine(order.Folder, SlicesName), Code = order.Code, Source = order.Source, Key = order.Experiment.Key,
        Number = order.Experiment.Number,
    });

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
