using System.Diagnostics;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>A training whose whole life falls into a time in which the studio did not answer.</summary>
public sealed class MissedTests : StudioFolder
{
    [Fact]
    public async Task The_next_studio_knows_a_training_that_began_and_ended_after_the_last_one_was_killed()
    {
        using (var first = StudioProcess.Start(Data))
            first.Kill();
        var script = Path.Combine(Data, "coin.csx");
        await File.WriteAllTextAsync(script, SubmissionTests.Script(""));
        ProcessStartInfo start = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "train", script, "--steps", "5000", "--out", Path.Combine(Data, "out"),
        ])
        { Environment = { ["PATHMIND_DATA"] = Data } };
        using (var training = Process.Start(start)!)
        {
            await training.WaitForExitAsync();
            Assert.Equal(0, training.ExitCode);
        }
        using var next = StudioProcess.Start(Data);
        await Until(() => next.Client.List() is [{ Status: "Completed" }], "the training is known");
        var rows = File.ReadLines(Path.Combine(Data, "out", "progress.csv")).Count() - 1;
        await Until(() => next.Client.Rows(1).Rows.Length == rows, "its rows are read");
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, MissedTraining.Folder)));
    }
}
