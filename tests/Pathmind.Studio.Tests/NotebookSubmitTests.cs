using System.Diagnostics;
using System.Text.Json;

namespace Pathmind.Tests;

/// <summary><c>%pathmind submit</c> in cells that a real Jupyter client sends to the kernel's process.</summary>
public sealed class NotebookSubmitTests : StudioFolder
{
    /// <summary>Runs cells, and prints what each one wrote or showed as text, as a JSON array.</summary>
    const string Client = """
        import json, sys
        from jupyter_client.manager import start_new_kernel
        manager, client = start_new_kernel(kernel_name='pathmind', startup_timeout=60)
        said = []
        try:
            for cell in json.loads(sys.argv[1]):
                text = []
                def hook(message):
                    content = message['content']
                    text.append(content.get('text') or (content.get('data') or {}).get('text/plain') or content.get('evalue') or '')
                client.execute_interactive(cell, timeout=120, output_hook=hook)
                said.append(''.join(text))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        print(json.dumps(said))
        """;

    [Fact]
    public async Task The_cells_are_trained_in_the_studio_as_they_were_run()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "Python is not installed.");
        using var studio = StudioProcess.Start(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "sides.csx"), "static class Sides { public const int Count = 2; }");
        Assert.Equal(0, (await RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "jupyter", "install", "--prefix",
            Path.Combine(Data, "env"))).Code);
        var coin = SubmissionTests.Script("");
        string[] cells =
        [
            "#load \"sides.csx\"\nstatic int wrong = 1;", "static int right = 2; Console.WriteLine(\"ran\");",
            coin.Replace("new Discrete(2)", "new Discrete(Sides.Count)").Replace("step == 4", "step == right"),
            "%pathmind submit --steps 3000",
            "var trained = experiment.Wait(TimeSpan.FromMinutes(1));\nConsole.WriteLine($\"{trained.Stop} {experiment.Status}\");",
            "%pathmind submit Nothing",
            "class Broken : Simulation\n{\n    public Broken() => throw new Exception(\"no shelf\");\n"
                + coin[(coin.IndexOf('{') + 1)..] + "\n%pathmind submit Broken",
        ];
        cells[^1] = "%pathmind submit Broken\n" + cells[^1].Replace("\n%pathmind submit Broken", "");
        var (code, output, errors) = await RunAsync("/usr/bin/python3", "-c", Client, JsonSerializer.Serialize(cells));
        Assert.True(code == 0, output + errors);
        var said = JsonSerializer.Deserialize<string[]>(output.Trim().Split('\n')[^1])!;
        Assert.Contains($"See your Pathmind experiment at: {studio.File.Url}experiments/1", said[3]);
        Assert.Contains("Steps Completed", said[4]);
        Assert.Contains("There is no simulation 'Nothing'", said[5]);
        Assert.Contains("Broken cannot be made: Exception: no shelf", said[6]);
        Assert.Equal("""["notebook.ipynb","sides.csx"]""", await studio.Http.GetStringAsync("api/experiments/1/code"));
        Assert.Equal("Coin", studio.Client.Get(1).Simulation);
    }

    async Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Data,
            Environment =
            {
                ["PATHMIND_DATA"] = Data, ["JUPYTER_PATH"] = Path.Combine(Data, "env", "share", "jupyter"),
                ["JUPYTER_RUNTIME_DIR"] = Path.Combine(Data, "runtime"),
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
