using System.ComponentModel;
using System.Diagnostics;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>A temporary folder of studio data, and what waits for something that happens on another thread.</summary>
public abstract class StudioFolder : IDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    protected string Data { get; } = Directory.CreateTempSubdirectory("pathmind-studio-").FullName;

    public virtual void Dispose()
    {
        EndTrainings();
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Trainings outlive their studio: one whose test has failed would go on for ever.</summary>
    void EndTrainings()
    {
        foreach (var file in Directory.GetFiles(Data, ".process", SearchOption.AllDirectories))
            try
            {
                var known = File.ReadAllText(file).Split(' ');
                using var process = Process.GetProcessById(int.Parse(known[0]));
                if (Math.Abs(process.StartTime.ToUniversalTime().Ticks - long.Parse(known[1])) > 2 * TimeSpan.TicksPerSecond)
                    continue;                                            // another one has the number now
                process.Kill(entireProcessTree: true);
                process.WaitForExit(5_000);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
            {
                continue;                                                // it has ended
            }
    }

    /// <summary>Connection of a PostgreSQL database; null for a file of SQLite.</summary>
    protected virtual string? Database => null;

    /// <summary>A studio in this process.</summary>
    internal Task<StudioServer> StartAsync() =>
        StudioServer.StartAsync(new() { Data = Path.Combine(Data, "studio"), Port = 0, Database = Database });

    /// <summary>Asks again until it holds.</summary>
    protected static async Task Until(Func<bool> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.Elapsed < Longest, $"It never came true: {what}.");
            await Task.Delay(20);
        }
    }
}
