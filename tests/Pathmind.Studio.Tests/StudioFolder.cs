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
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
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
