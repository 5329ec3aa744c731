using System.Diagnostics;
using System.Globalization;

namespace Pathmind.Studios.Engines;

/// <summary>Trains in processes of the tool: <c>pathmind train … --progress json</c>. A crash, an endless loop or too
/// much memory ends one training alone. A process writes to files, so that it goes on when the studio ends, and a later
/// studio finds it again.</summary>
/// <param name="tool">Starts the processes.</param>
internal sealed class ProcessEngine(ToolProcess tool) : ITrainingEngine
{
    const string OptionsName = "options.json", ProcessName = ".process", CodeName = "code";

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
            .. order.Resumes ? new[] { "--resume" } : [],
        ];
        foreach (var argument in tool.Command(order.Folder, arguments))
            start.ArgumentList.Add(argument);
        tool.Limit(start, order.Folder);
        var process = Process.Start(start)!;
        File.WriteAllText(Path.Combine(order.Folder, ProcessName), string.Create(
            CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks}"));
        return new ProcessRun(order.Folder, process, tool.Limits);
    }

    public ITrainingRun? Find(string folder)
    {
        var file = Path.Combine(folder, ProcessName);
        if (!File.Exists(file) || File.ReadAllText(file).Split(' ') is not [var id, var ticks]
            || !int.TryParse(id, out var number) || !long.TryParse(ticks, out var started))
            return null;
        return new ProcessRun(folder, Alive(number, started), tool.Limits);
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
