using System.Diagnostics;
using System.Text;

namespace Pathmind.Tests;

/// <summary>What the tool printed, and its exit code.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output, if all went well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return Output;
    }
}

/// <summary>A temporary folder in which the built tool is run as a process of its own.</summary>
public abstract class ToolFolder : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>A simulation that is learnt in no time: the coin says which side it lies on.</summary>
    protected const string Coin = """
        class Coin : Simulation
        {
            int side, step;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (side, step) = (Random.Next(2), 0);
            public override void Step() => step++;
            public override Observation GetObservation(int agent) => new() { ["side"] = side };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0 };
            public override bool IsDone(int agent) => step == 4;
        }
        """;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("pathmind-tool-").FullName;

    /// <summary>The build under test, as a user of the build would start it.</summary>
    protected static string[] Program { get; } = [Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path : "dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")];

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string file) => Path.Combine(Folder, file);

    protected void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    internal ToolResult Run(params string[] arguments) => RunWith([], arguments);

    /// <summary>Runs until it ends; asks it to stop (SIGINT) as soon as it has printed a line, if that is asked
    /// for.</summary>
    internal ToolResult RunWith(
        (string Name, string Value)[] environment, string[] arguments, bool stopAtFirstLine = false, string? input = null) =>
        Execute(Program[0], [.. Program[1..], .. arguments], environment, stopAtFirstLine, input);

    /// <summary>Runs another program in the folder, until it ends.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it reads; null for nothing of its own.</param>
    /// <param name="after">It gets the input when a line with this text came; null for at once.</param>
    internal ToolResult Shell(string program, string[] arguments, string? input = null, string? after = null) =>
        Execute(program, arguments, [], stopAtFirstLine: false, input, after);

    ToolResult Execute(string program, string[] arguments, (string Name, string Value)[] environment, bool stopAtFirstLine, string? input,
        string? after = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = input is not null,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        StringBuilder output = new(), error = new();
        int stopped = 0, typed = 0;
        process.OutputDataReceived += (_, line) =>
        {
            Append(output, line.Data);
            if (stopAtFirstLine && line.Data is not null && Interlocked.Exchange(ref stopped, 1) == 0)
                Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
            if (after is not null && line.Data?.Contains(after, StringComparison.Ordinal) == true)
                Type();
        };
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (after is null)
            Type();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It did not end: {string.Join(' ', arguments)}\n{output}\n{error}");
        }
        process.WaitForExit();                                           // until its output is read to the end
        return new(process.ExitCode, output.ToString(), error.ToString());

        void Type()
        {
            if (input is null || Interlocked.Exchange(ref typed, 1) != 0)
                return;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
    }

    static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
            text.Append(line).Append('\n');
    }
}
