using System.ComponentModel;
using System.Diagnostics;
using Pathmind.Clusters.Grains;

namespace Pathmind.Clusters.Work;

/// <summary>The folder of a process that runs a user's code, with that code in it; removed with it.</summary>
internal sealed class CodeFolder : IDisposable
{
    readonly ExperimentData experiment;

    /// <param name="path">Made for it; a full path.</param>
    /// <param name="code">Bundle of the code.</param>
    /// <param name="experiment">What is trained.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public CodeFolder(string path, byte[] code, ExperimentData experiment)
    {
        (Path, this.experiment) = (path, experiment);
        var codeFolder = System.IO.Path.Combine(path, "code");
        Directory.CreateDirectory(codeFolder);
        CodeBundle.Unpack(code, codeFolder);
        Script = System.IO.Path.Combine(codeFolder, experiment.File);
    }

    public string Path { get; }

    string Script { get; }

    /// <summary>What starts the process.</summary>
    /// <param name="program">How.</param>
    /// <param name="command">One of the program's.</param>
    public ProcessStartInfo StartOf(SliceProgram program, string command)
    {
        string[] reward = experiment.Reward is null ? [] : [$"--reward={experiment.Reward}"];
        var start = program.Start(Path, [command, Script, experiment.Simulation, .. reward]);
        start.WorkingDirectory = System.IO.Path.GetDirectoryName(Script);
        return start;
    }

    /// <summary>The worker's own threads come before the process: signs of life must not wait for it.</summary>
    public static void Yield(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or PlatformNotSupportedException)
        {
            // It has ended, or may not be changed: then all are alike.
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next worker removes it.
        }
    }
}
