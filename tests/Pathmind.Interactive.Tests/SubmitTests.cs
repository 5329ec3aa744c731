using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary><c>%pathmind submit</c> in the kernels of .NET Interactive, with a real studio.</summary>
[Collection(nameof(SubmitTests))]
public sealed class SubmitTests
{
    /// <summary>The studio is found by a variable of this process: no other test runs meanwhile.</summary>
    [CollectionDefinition(nameof(SubmitTests), DisableParallelization = true)]
    public sealed class Alone;

    [Fact]
    public async Task The_cells_are_trained_in_the_studio_as_they_were_run()
    {
        var data = Directory.CreateTempSubdirectory("pathmind-interactive-").FullName;
        using var studio = Start(data);
        try
        {
            var line = await studio.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            var address = line!.Split(' ')[^1].Split('#')[0];
            Environment.SetEnvironmentVariable("PATHMIND_DATA", data);
            using var host = await Host.StartAsync();
            await host.RunAsync("static class Sides { public const int Count = 3; }\npublic class Coin { }");
            await host.RunAsync("static class Sides { public const int Count = 2; }");
            Assert.Null((await host.RunAsync(Host.Coin.Replace("new Discrete(2)", "new Discrete(Sides.Count)"))).Error);
            var submitted = await host.RunAsync("%pathmind submit --steps 2000");
            Assert.Null(submitted.Error);
            Assert.Contains(submitted.Forms, form => form.Value.Contains($"See your Pathmind experiment at: {address}experiments/1"));
            var waited = await host.RunAsync(
                "var trained = experiment.Wait(TimeSpan.FromMinutes(1));\n$\"{trained.Stop} {experiment.Status}\"");
            Assert.Null(waited.Error);
            Assert.Contains("Completed", waited.Value("text/plain"));
            Assert.Null((await host.RunAsync("%pathmind submit Coin --no-start --as second")).Error);
            Assert.Contains("There is no simulation 'Nothing'", (await host.RunAsync("%pathmind submit Nothing")).Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATHMIND_DATA", null);
            studio.Kill();
            await studio.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>The tool of this build, whose folder differs from that of these tests by the project's
    /// name.</summary>
    static Process Start(string data)
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var place = own.Replace(
            Path.Combine("tests", "Pathmind.Interactive.Tests"), Path.Combine("src", "Pathmind.Tool"), StringComparison.Ordinal);
        return Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(place, "pathmind.dll"), "studio", "--data", data, "--port", "0", "--no-open"])
        {
            RedirectStandardOutput = true,
        })!;
    }
}
