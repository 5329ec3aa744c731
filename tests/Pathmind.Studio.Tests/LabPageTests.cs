using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Lab;

namespace Pathmind.Tests;

/// <summary>The reward lab: real processes of the tool, a real browser.</summary>
public sealed class LabPageTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_slider_starts_a_try_beside_the_own_design_and_what_is_kept_is_an_experiment_with_it(ColorScheme scheme, int width)
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Reward lab" }).ClickAsync();
        var wages = page.Locator("tr[data-number=wages]");
        await Assertions.Expect(wages.Locator("td").Nth(0)).ToContainTextAsync("±");                       // the own design
        await Assertions.Expect(wages.Locator("td").Nth(1)).ToHaveTextAsync("–");
        await page.GetByLabel("Weights", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Weight of queue, slider").FillAsync("0");
        await page.GetByLabel("Weight of wages, slider").FillAsync("3");
        await Assertions.Expect(page.Locator(".lab-state")).ToContainTextAsync("queue 0, wages 3");
        await Assertions.Expect(wages.Locator("td").Nth(2)).ToContainTextAsync("higher");                  // fewer wages are paid: −x rose
        await Assertions.Expect(page.Locator(".chart .js-plotly-plot")).ToHaveCountAsync(5);               // sum, terms, a metric, length
        await browser.PictureAsync($"lab-{scheme}-{width}");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare with this one from now on" }).ClickAsync();
        await Assertions.Expect(page.GetByText("before: queue 0, wages 3")).ToBeVisibleAsync();
        await page.GetByLabel("Find an option by its name").FillAsync("epochs");
        await page.GetByLabel("Epochs", new() { Exact = true }).FillAsync("1");
        await page.GetByLabel("Epochs", new() { Exact = true }).PressAsync("Enter");                       // another one, with options
        await Assertions.Expect(page.Locator(".lab-table")).ToHaveAttributeAsync("aria-busy", "false");
        await Assertions.Expect(wages.Locator("td").Nth(1)).ToContainTextAsync("±");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep as a new experiment" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{studio.Address}experiments/2");
        Assert.Equal("""{"queue":0,"wages":3}""", studio.Board.Find(2)!.OptionsOf()["RewardWeights"]!.ToJsonString());
        Assert.Equal("""{"Epochs":1}""", studio.Board.Find(2)!.OptionsOf()["Ppo"]!.ToJsonString());
        Assert.False(studio.Board.Find(1)!.OptionsOf().ContainsKey("RewardWeights"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Code_is_completed_with_the_terms_and_its_errors_are_told_while_it_is_written()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1/lab");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await Assertions.Expect(page.Locator("tr[data-number=wages] td").First).ToContainTextAsync("±");
        await page.GetByLabel("C# code").CheckAsync();
        var code = page.GetByLabel("Reward in C#");
        await code.FillAsync("");
        await code.PressSequentiallyAsync("x => -x[\"");
        await Assertions.Expect(page.Locator(".editor-list li")).ToHaveTextAsync(["queue", "wages"]);
        await browser.PictureAsync("lab-completion");
        await code.PressAsync("ArrowDown");
        await code.PressAsync("Enter");
        await Assertions.Expect(code).ToHaveValueAsync("x => -x[\"wages\"]");
        await Assertions.Expect(page.Locator(".lab-state")).ToContainTextAsync("-x[\"wages\"]");             // it is tried

        var labs = studio.Services.GetRequiredService<RewardLabs>();
        var lab = labs.Enter(studio.Board.Find(1)!);
        ConcurrentQueue<string?> tried = new();
        lab.Changed += () => tried.Enqueue(lab.View.Now?.Design.Code);
        await code.FillAsync("x => x[\"queue\"]\n  + missing");
        await Assertions.Expect(page.Locator(".editor-problems")).ToContainTextAsync("Line 2, column 5: ");
        await Assertions.Expect(page.Locator(".editor-problems")).ToContainTextAsync("'missing'");
        await code.FillAsync("x => x[\"sales\"]");
        await Assertions.Expect(page.Locator(".editor-problems"))
            .ToContainTextAsync("There is no reward term 'sales'. There are: queue, wages.");
        await code.FillAsync("x => 2 * x[\"queue\"]");
        await Assertions.Expect(page.Locator(".lab-state")).ToContainTextAsync("2 * x[\"queue\"]");
        await Assertions.Expect(page.Locator(".editor-problems li")).ToHaveCountAsync(0);
        Assert.DoesNotContain(tried, one => one?.Contains("sales") == true || one?.Contains("missing") == true);    // what is wrong
        labs.Leave(lab);
        Assert.Empty(browser.Errors);
    }

    /// <summary>The process belongs to the page: it ends with it, and a crash ends nothing else.</summary>
    [Fact]
    public async Task A_crash_of_user_code_ends_the_labs_process_alone_and_is_told_and_the_process_ends_when_nobody_looks()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk.Replace(
            "class Desk", "static class Deep { public static double Down(double x) => 1 + Down(x + 1); }\nclass Desk"));
        var labs = studio.Services.GetRequiredService<RewardLabs>();
        var lab = labs.Enter(studio.Board.Find(1)!);
        await Until(() => lab.View.Before is { Numbers: not null }, "the own design is tried");
        var process = lab.Process!.Value;
        lab.Try(ExperimentDesign.Of(studio.Board.Find(1)!) with { Code = "x => Deep.Down(x[\"queue\"])" });
        await Until(() => lab.View.State == LabState.Ended, "the process has ended");
        Assert.Contains("Stack overflow", lab.View.Fault);
        Assert.False(IsAlive(process));
        Assert.NotNull(lab.View.Before!.Numbers);                                                          // what was learnt is still shown
        lab.Try(ExperimentDesign.Of(studio.Board.Find(1)!) with { Code = "x => 2 * x[\"queue\"]" });
        await Until(() => lab.View.Now is { Numbers: not null }, "the next try starts it again");
        Assert.All(lab.View.Now!.Numbers!, number => Assert.NotNull(number.Verdict));
        process = lab.Process!.Value;
        labs.Leave(lab);
        await Until(() => !IsAlive(process), "the process ends when no page looks");
        await Until(() => !Directory.Exists(Path.Combine(Data, "labs", "1")), "its copy of the code is gone");
    }

    [Fact]
    public async Task A_newer_try_ends_the_older_one_and_a_fault_of_the_code_is_that_of_its_try()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        var labs = studio.Services.GetRequiredService<RewardLabs>();
        var lab = labs.Enter(studio.Board.Find(1)!);
        await Until(() => lab.View.Before is { Numbers: not null }, "the own design is tried");
        var own = ExperimentDesign.Of(studio.Board.Find(1)!);
        lab.SetLength(200_000, seed: 3);
        await Until(() => lab.View.Before is { IsOver: false, Rows.Count: > 0 }, "it is tried with other steps");
        lab.SetLength(4_000, seed: 3);
        var watch = Stopwatch.StartNew();
        for (var weight = 1; weight <= 20; weight++)
            lab.Try(own with { TermWeights = new Dictionary<string, double> { ["queue"] = weight, ["wages"] = 1 } });
        await Until(
            () => lab.View is { IsTraining: false, Last.Design.TermWeights: { } weights } && weights["queue"] == 20, "the last is tried");
        Assert.InRange(lab.View.Last!.Steps, 4_000, 10_000);
        lab.Try(own with { Code = "x => x[\"sales\"]" });
        await Until(() => lab.View.Now is { Error: not null }, "a fault is told");
        Assert.Contains("There is no reward term 'sales'. There are: queue, wages.", lab.View.Now!.Error);
        lab.Try(own with { Code = "x => missing" });
        await Until(() => lab.View.Now?.Error?.Contains("missing") == true, "another one as well");
        Assert.Equal(LabState.Ready, lab.View.State);
        Assert.Throws<InvalidDataException>(() => lab.Try(own with
        {
            TermWeights = new Dictionary<string, double> { ["queue"] = 1, ["wages"] = 1 },
            Limits = new Dictionary<string, string> { ["left"] = "at most 1" },
        }));
    }

    static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
