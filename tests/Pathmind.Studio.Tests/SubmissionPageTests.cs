using Microsoft.Playwright;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

/// <summary>Handing code over in the page, and what can be done with an experiment there.</summary>
public sealed class SubmissionPageTests : StudioFolder
{
    const string Endless = """{ "Steps": 2000000000, "StopWhenConverged": false, "CheckpointEvery": 5 }""";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_script_is_dropped_and_its_fault_is_shown_at_the_place_until_it_is_right(ColorScheme scheme, int width)
    {
        await using var studio = await StudioAsync();
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        var page = browser.Page;
        await browser.ConnectedAsync();
        await browser.PictureAsync($"submit-empty-{scheme}-{width}");
        await DropAsync(page, "coin.csx", SubmissionTests.Script("Missing.Call();"));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("coin.csx, line 9, column 43: error CS0103");
        await browser.PictureAsync($"submit-fault-{scheme}-{width}");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await DropAsync(page, "coin.csx", SubmissionTests.Script(""));
        await Assertions.Expect(page).ToHaveURLAsync($"{studio.Address}experiments/1");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Coin" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".code-files pre")).ToContainTextAsync("class Coin : Simulation");
        await Until(() => studio.Board.Find(1)!.Status == ExperimentStatus.Completed, "it was trained");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "more steps" })).ToBeVisibleAsync();
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Assertions.Expect(page.Locator(".chart-grid")).ToHaveAttributeAsync("data-rows", $"{studio.Board.Find(1)!.Rows}");
        await browser.PictureAsync($"submit-experiment-{scheme}-{width}");
        Assert.DoesNotContain(browser.Errors, error => !error.Contains("422"));
    }

    [Fact]
    public async Task A_folder_of_several_simulations_asks_which_one_and_is_sent_without_what_a_build_made()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Data, "game", "obj")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "coin.csx"), SubmissionTests.Script("") + "class Second : Coin { }\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "prices.csv"), "1\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "obj", "made.txt"), "by a build");
        await using var studio = await StudioAsync();
        await using var browser = await Browser.OpenAsync(studio);
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New experiment" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Start at once").UncheckAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Choose a folder").SetInputFilesAsync(folder);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It has 2 simulations: Coin, Second.");
        await browser.PictureAsync("submit-dialog");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train Second" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{studio.Address}experiments/1");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start training" })).ToBeVisibleAsync();
        Assert.Equal("Second", studio.Board.Find(1)!.Simulation);
        await page.GetByRole(AriaRole.Button, new() { Name = "prices.csv" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code-files pre")).ToHaveTextAsync("1\n");
        await Assertions.Expect(page.Locator(".code-files li")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task An_example_is_trained_with_one_click()
    {
        await using var studio = await StudioAsync();
        await using var browser = await Browser.OpenAsync(studio);
        await browser.ConnectedAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Mouse and cheese" }).ClickAsync();
        await Assertions.Expect(browser.Page).ToHaveURLAsync($"{studio.Address}experiments/1");
        await Until(() => studio.Board.Find(1)!.Status == ExperimentStatus.Completed, "it was trained");
        Assert.Equal(("MouseAndCheese", 10_000L), (studio.Board.Find(1)!.Simulation, studio.Board.Find(1)!.TotalSteps));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task It_is_stopped_resumed_continued_and_duplicated_in_the_page()
    {
        await using var studio = await StudioAsync();
        using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Submit(new() { File = "coin.csx", Text = SubmissionTests.Script(""), Options = Json(Endless) });
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await Until(() => studio.Board.Find(1)!.Iteration > 10, "it trains");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop, keep the best" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        var before = studio.Board.Find(1)!.Iteration;
        await Until(() => studio.Board.Find(1) is { Status: ExperimentStatus.Running } one && one.Iteration > before + 5, "it goes on");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop, keep the best" }).ClickAsync();
        await page.GetByLabel("Steps in addition").FillAsync("3000");
        var steps = studio.Board.Find(1)!.Steps;
        await page.GetByRole(AriaRole.Button, new() { Name = "more steps" }).ClickAsync();
        await Until(() => studio.Board.Find(1)!.Status == ExperimentStatus.Completed, "it has made them");
        Assert.InRange(studio.Board.Find(1)!.Steps - steps, 3_000, 6_000);
        var (curve, numbers) = (await studio.Board.CurveAsync(1), Enumerable.Range(1, studio.Board.Find(1)!.Iteration));
        Assert.Equal(numbers.Select(number => (double)number), curve["iteration"]);             // one row each, in order

        await page.GetByRole(AriaRole.Button, new() { Name = "Duplicate" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{studio.Address}experiments/2");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start training" })).ToBeVisibleAsync();
        Assert.Equal(studio.Board.Find(1)!.OptionsOf().ToJsonString(), studio.Board.Find(2)!.OptionsOf().ToJsonString());
        Assert.Equal(studio.Board.Find(1)!.Source, studio.Board.Find(2)!.Source);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_deleted_experiment_is_brought_back_and_one_that_is_not_is_gone_with_its_folder()
    {
        await using var studio = await StudioAsync();
        using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Submit(new() { File = "coin.csx", Text = SubmissionTests.Script(""), Options = Json("""{ "Steps": 2000 }""") });
        await Until(() => studio.Board.Find(1)!.Ended is not null, "it has ended");
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{studio.Address}experiments/1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.GetByText("#1 Coin was deleted.").Last).ToBeVisibleAsync();
        await browser.PictureAsync("submit-deleted");
        Assert.Null(studio.Board.Find(1));
        await Until(() => !Directory.Exists(Path.Combine(Data, "experiments", "1")), "its folder is gone");
        await Until(() => Directory.GetDirectories(Path.Combine(Data, "code")).Length == 0, "its code is gone");
        Assert.Equal(0, (await studio.Board.CurveAsync(1)).Rows);
        Assert.Equal(2, client.Register(Registration.Of("Mouse")).Number);                      // its number is not used again
    }

    Task<StudioServer> StudioAsync() => StudioServer.StartAsync(new()
    {
        Data = Data, Port = 0, Tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")],
    });

    static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonDocument.Parse(text).RootElement.Clone();

    static async Task DropAsync(IPage page, string name, string text)
    {
        var dropped = await page.EvaluateHandleAsync(
            "([name, text]) => { const all = new DataTransfer(); all.items.add(new File([text], name)); return all; }",
            new[] { name, text });
        await page.DispatchEventAsync("main", "dragover", new { dataTransfer = dropped });
        await page.DispatchEventAsync("main", "drop", new { dataTransfer = dropped });
    }
}
