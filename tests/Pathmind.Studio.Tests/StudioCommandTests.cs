using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary><c>pathmind studio</c> as a process.</summary>
public sealed class StudioCommandTests : StudioFolder
{
    Process Tool(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PATHMIND_DATA"] = Data },
        })!;

    [Fact]
    public async Task It_prints_an_address_with_a_token_and_leaves_no_file_that_leads_to_it()
    {
        using var studio = StudioProcess.Start(Data);
        Assert.Equal($"Pathmind studio: {studio.File.Url}#token={studio.Token}", studio.Printed);
        Assert.StartsWith("http://127.0.0.1:", studio.File.Url, StringComparison.Ordinal);
        using HttpClient client = new();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(studio.File.Url)).StatusCode);
        Assert.Contains("No training yet", await studio.Http.GetStringAsync(""));
        if (!OperatingSystem.IsWindows())
            foreach (var file in new[] { "studio.json", "token", "sessions.key", "open.html" })
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, file)));
        Assert.Equal(0, studio.Interrupt());
        Assert.False(File.Exists(Path.Combine(Data, StudioFile.Name)));
        Assert.False(File.Exists(Path.Combine(Data, "open.html")));
    }

    [Fact]
    public void A_second_studio_with_the_same_data_is_told_where_the_first_one_is()
    {
        using var studio = StudioProcess.Start(Data);
        ProcessStartInfo second = new("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "studio", "--data", Data, "--port", "0", "--no-open"])
        { RedirectStandardError = true };
        using var process = Process.Start(second)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains($"runs at {studio.File.Url}", error);
        Assert.NotNull(StudioFile.TryRead(Path.Combine(Data, StudioFile.Name)));
    }

    [Fact]
    public async Task Experiments_are_listed_and_one_is_watched_until_it_ends_for_people_and_for_programs()
    {
        using var studio = StudioProcess.Start(Data);
        studio.Client.Register(Registration.Of("Mouse"));
        studio.Client.Append(1, Registration.Rows(1, 3));
        using var watch = Tool("experiment", "1", "--watch", "--json");
        Assert.Equal(3_000, (long)JsonNode.Parse((await watch.StandardOutput.ReadLineAsync())!)!["steps"]!);
        studio.Client.End(1, new() { Stop = "Failed", Message = "The shelf is empty." });
        Assert.Equal("The shelf is empty.", (string?)JsonNode.Parse((await watch.StandardOutput.ReadLineAsync())!)!["message"]);
        await watch.WaitForExitAsync();
        Assert.Equal(1, watch.ExitCode);
        using var list = Tool("experiments", "--json");
        Assert.Equal("Failed", (string?)JsonNode.Parse(await list.StandardOutput.ReadToEndAsync())![0]!["status"]);
        using var one = Tool("experiment", "1");
        Assert.Equal(
            "#1 Mouse: Failed, 3,000 of 10,000 steps, reward 3\nThe shelf is empty.\n", await one.StandardOutput.ReadToEndAsync());
        using var none = Tool("experiment", "7");
        Assert.Contains("no experiment 7", await none.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task Trainings_of_a_set_are_listed_beneath_it_and_what_waits_is_said_to()
    {
        using var studio = StudioProcess.Start(Data);
        var head = Registration.Of("Mouse") with { Set = SetKind.Sweep, Size = 2 };
        studio.Client.Register(head);
        studio.Client.Register(Registration.Of("Between"));
        foreach (var part in new[] { 1, 2 })
            studio.Client.Register(Registration.Of("Mouse") with { PartOf = head.Key, Part = part });
        studio.Client.Submit(new()
        {
            File = "desk.csx", Text = DesignPageTests.Desk, Start = false, Options = System.Text.Json.JsonDocument.Parse("{}").RootElement,
        });
        using var list = Tool("experiments");
        var lines = (await list.StandardOutput.ReadToEndAsync()).Split('\n').Where(line => line.Any(char.IsDigit)).ToArray();
        Assert.Equal(5, lines.Length);
        Assert.All(
            lines.Zip(["5 Desk Not started", "2 Between", "1 Mouse", "3 trial 1", "4 trial 2"]),
            pair => Assert.StartsWith(pair.Second, string.Join(' ', pair.First.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))));
        using var json = Tool("experiments", "--json");
        var trial = JsonNode.Parse(await json.StandardOutput.ReadToEndAsync())!.AsArray().Single(one => (int)one!["number"]! == 4)!;
        Assert.Equal((1, "trial 2"), ((int)trial["part_of"]!, (string)trial["part_name"]!));
    }

    /// <summary>xdg-open and the browsers that it tries in turn write much where there is no browser.</summary>
    [Fact]
    public async Task Without_a_browser_the_terminal_has_one_sentence_more_and_nothing_of_what_looked_for_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "xdg-open is of Linux.");
        var folder = Directory.CreateDirectory(Path.Combine(Data, "bin")).FullName;
        var opener = Path.Combine(folder, "xdg-open");
        await File.WriteAllTextAsync(
            opener, $"#!/bin/sh\necho \"$1\" > {Path.Combine(Data, "asked")}\necho noise; echo noise >&2; exit 3\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProcessStartInfo start = new("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "studio", "--data", Data, "--port", "0"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var studio = Process.Start(start)!;
        List<string> lines = [];
        while (await studio.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Open this address", StringComparison.Ordinal))
                break;
        }
        Assert.Contains("open.html", await File.ReadAllTextAsync(Path.Combine(Data, "asked")));
        studio.Kill();
        Assert.EndsWith(lines[0]["Pathmind studio: ".Length..], lines[^1]);
        Assert.DoesNotContain("noise", string.Join('\n', lines) + await studio.StandardError.ReadToEndAsync());
    }

    [Fact]
    public void After_a_kill_the_next_one_takes_the_folder_and_the_token_is_the_same()
    {
        using var first = StudioProcess.Start(Data);
        var place = first.Client.Register(Registration.Of("Mouse"));
        first.Kill();
        using var second = StudioProcess.Start(Data);
        Assert.Equal(first.Token, second.Token);
        Assert.Equal("Mouse", second.Client.Get(place.Number).Simulation);
    }
}
