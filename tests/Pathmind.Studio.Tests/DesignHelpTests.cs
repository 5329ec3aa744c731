using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Lab;

namespace Pathmind.Tests;

/// <summary>What helps to write a design: options with their documentation, importance of observations, code that is
/// checked while it is written.</summary>
public sealed class DesignHelpTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Options_are_found_by_name_a_wrong_one_is_told_at_its_field_and_what_differs_is_kept(ColorScheme scheme, int width)
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        var clip = page.GetByLabel("Clip range ε", new() { Exact = true });
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save design" });
        await Assertions.Expect(page.GetByLabel("Steps", new() { Exact = true })).ToHaveValueAsync("4000");
        await Assertions.Expect(clip).ToHaveCountAsync(0);
        var more = page.GetByRole(AriaRole.Button, new() { Name = "All options" });
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(more).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(page.Locator(".option")).ToHaveCountAsync(CountFor("PPO"));
        await browser.PictureAsync($"design-options-{scheme}-{width}");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.GetByLabel("Find an option by its name").FillAsync("clip");
        await Assertions.Expect(page.Locator(".option")).ToHaveCountAsync(1);
        await Assertions.Expect(clip).ToHaveAttributeAsync("placeholder", "0.2");
        await Assertions.Expect(page.Locator(".option")).ToContainTextAsync("in (0, 1)");
        await Assertions.Expect(page.Locator(".option")).ToContainTextAsync("Half-width of the ratio clip");
        await clip.FillAsync("2");
        await clip.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".option").GetByRole(AriaRole.Alert))
            .ToHaveTextAsync("Ppo.ClipRange is 2, but must be in (0, 1).");
        await Assertions.Expect(clip).ToHaveAttributeAsync("aria-invalid", "true");
        await browser.PictureAsync($"design-option-fault-{scheme}-{width}");
        await save.ClickAsync();
        await Assertions.Expect(page.Locator("pre.submit-fault")).ToContainTextAsync("Ppo.ClipRange is 2");
        Assert.Equal("""{"Steps":4000}""", studio.Board.Find(1)!.OptionsOf().ToJsonString());
        await clip.FillAsync("0.1");
        await page.GetByLabel("Find an option by its name").FillAsync("");
        await page.GetByLabel("Activation", new() { Exact = true }).SelectOptionAsync("Relu");
        await page.GetByLabel("Epochs", new() { Exact = true }).FillAsync("10");                            // the default
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to default: Steps" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Steps", new() { Exact = true })).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator(".options-head")).ToContainTextAsync("Set: Epochs, Clip range ε, Activation");
        await save.ClickAsync();
        await Assertions.Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(
            """{"Ppo":{"ClipRange":0.1,"Activation":"Relu"}}""", studio.Board.Find(1)!.OptionsOf().ToJsonString());
        await Assertions.Expect(page.Locator("section[aria-labelledby=options-head] tr")).ToHaveCountAsync(2);   // the settings
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Another_algorithm_is_chosen_and_has_its_own_options_in_the_place_of_those_of_PPO()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await using var browser = await Browser.OpenAsync(studio, ColorScheme.Light, 1280, "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "All options" }).ClickAsync();
        await page.GetByLabel("Clip range ε", new() { Exact = true }).FillAsync("2");                       // not possible, and not of SAC
        await page.GetByLabel("Algorithm", new() { Exact = true }).SelectOptionAsync("SAC");
        await Assertions.Expect(page.GetByLabel("Clip range ε", new() { Exact = true })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".option")).ToHaveCountAsync(CountFor("SAC"));
        await page.GetByLabel("Reward steps", new() { Exact = true }).FillAsync("5");
        await page.GetByLabel("Hidden layers", new() { Exact = true }).FillAsync("32");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".options-head")).ToContainTextAsync("Set: Steps, Algorithm, Reward steps, Hidden layers");
        await browser.PictureAsync("design-options-sac");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save design" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(
            """{"Steps":4000,"Algorithm":{"Name":"SAC","RewardSteps":5,"Hidden":[32]}}""",
            studio.Board.Find(1)!.OptionsOf().ToJsonString());
        await studio.Services.GetRequiredService<SubmittedTrainings>().StartAsync(1);
        await Until(() => studio.Board.Find(1)!.Ended is not null, "it was trained");
        Assert.Contains("replay", studio.Board.Find(1)!.ColumnNames);                                       // a figure of SAC
        Assert.Empty(browser.Errors);
    }

    static int CountFor(string algorithm) => TrainingOptionList.All.Count(option => TrainingOptionList.Has(option, algorithm));

    [Fact]
    public async Task What_an_earlier_policy_loses_without_an_observation_stands_beside_its_box_and_is_found_out_there()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await studio.Services.GetRequiredService<SubmittedTrainings>().StartAsync(1);
        await using var browser = await Browser.OpenAsync(studio);
        await Until(() => studio.Board.Find(1)!.Ended is not null, "it was trained");
        await studio.Services.GetRequiredService<Submissions>().CopyAsync(1);
        var page = browser.Page;
        await page.GotoAsync($"{studio.Address}experiments/2");
        await browser.ConnectedAsync();
        var rows = page.Locator(".seen");
        await Assertions.Expect(rows.Locator(".seen-loss")).ToHaveTextAsync(["–", "–"]);
        await page.GetByLabel("minute", new() { Exact = true }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Find out with #1" }).ClickAsync();
        await Assertions.Expect(rows.Locator(".seen-loss").First).ToContainTextAsync("±");
        await page.GetByLabel("Most important first").CheckAsync();
        await Assertions.Expect(rows.First).ToContainTextAsync("waiting");
        await Assertions.Expect(rows.Last.GetByRole(AriaRole.Checkbox)).Not.ToBeCheckedAsync();            // what was chosen stays
        await Assertions.Expect(page.Locator("fieldset .hint a").First).ToHaveAttributeAsync("href", "experiments/1");
        await browser.PictureAsync("design-importance");
        var widths = await page.EvaluateAsync<double[]>(
            "[...document.querySelectorAll('.loss-bar rect')].map(bar => Number(bar.getAttribute('width')))");
        Assert.True(widths[0] > 50 && widths[0] > 2 * widths[1], string.Join(", ", widths));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Code_is_completed_and_checked_before_it_is_saved_by_one_process_for_all_pages_of_its_code()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await studio.Services.GetRequiredService<Submissions>().CopyAsync(1);
        var labs = studio.Services.GetRequiredService<RewardLabs>();
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        Assert.Empty(Processes());                                                                         // not before code is written
        var code = await WriteAsync(page);
        await code.FillAsync("");
        await code.PressSequentiallyAsync("x => -x[\"");
        await Assertions.Expect(page.Locator(".editor-list li")).ToHaveTextAsync(["queue", "wages"]);
        await browser.PictureAsync("design-completion");
        await code.PressAsync("Enter");
        await code.FillAsync("x => x[\"queue\"]\n  + missing");
        await Assertions.Expect(page.Locator(".editor-problems")).ToContainTextAsync("Line 2, column 5: ");
        await Assertions.Expect(page.GetByText("Not saved yet")).ToBeVisibleAsync();
        await code.FillAsync("x => x[\"queue\"]");
        await Assertions.Expect(page.Locator(".editor-problems li")).ToHaveCountAsync(0);
        var process = Assert.Single(Processes());
        Assert.Null(labs.EnterForCode(studio.Board.Find(1)!)!.View.Before);                                // nothing was trained
        labs.LeaveCode(labs.EnterForCode(studio.Board.Find(1)!)!);

        await using var another = await Browser.OpenAsync(studio, path: "experiments/2");
        await another.ConnectedAsync();
        var other = another.Page;
        await (await WriteAsync(other)).FillAsync("x => x[\"sales\"]");
        await Assertions.Expect(other.Locator(".editor-problems")).ToContainTextAsync("There is no reward term 'sales'.");
        Assert.Equal(process, Assert.Single(Processes()));
        await other.GotoAsync($"{studio.Address}experiments/1/lab");                                       // and for the lab of #1
        await Assertions.Expect(other.Locator("tr[data-number=wages] td").First).ToContainTextAsync("±");
        Assert.Equal(process, Assert.Single(Processes()));
        Assert.Empty(browser.Errors);

        async Task<ILocator> WriteAsync(IPage at)
        {
            await at.GetByLabel("C# code").CheckAsync();
            return at.GetByLabel("Reward in C#");
        }

        int[] Processes() => [.. Directory.Exists("/proc") ? Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Where(name => int.TryParse(name, out _)).Select(int.Parse).Where(IsLab) : []];

        bool IsLab(int id)
        {
            try
            {
                return File.ReadAllText($"/proc/{id}/cmdline").Split('\0') is { } line && line.Contains("lab")
                    && line.Any(part => part.StartsWith(Data, StringComparison.Ordinal));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_process_for_code_sleeps_when_it_is_not_asked_and_only_a_few_run_at_once()
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        var (code, tool) = (studio.Services.GetRequiredService<CodeStore>(), studio.Services.GetRequiredService<ToolProcess>());
        StudioData data = new(Path.Combine(Data, "other"));              // each deletes folders that it does not know
        using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Submit(new()
        {
            File = "desk.csx", Text = $"// another version\n{DesignPageTests.Desk}", Options = JsonDocument.Parse("{}").RootElement,
            Start = false,
        });
        var (first, second) = (studio.Board.Find(1)!, studio.Board.Find(2)!);
        using (RewardLabs labs = new(tool, code, data, TimeProvider.System) { IdleForCode = TimeSpan.FromSeconds(1) })
        {
            await labs.StartAsync(CancellationToken.None);
            using WritingHelp help = new(labs, first);
            Assert.Empty(await help.ProblemsAsync("x => 1"));
            var lab = labs.EnterForCode(first)!;
            await Until(() => !lab.IsRunning, "it sleeps when it is not asked for a while");
            Assert.Contains("'missing'", Assert.Single(await help.ProblemsAsync("x => missing")));         // it wakes
            await labs.StopAsync(CancellationToken.None);
            await Until(() => !lab.IsRunning, "none outlives the studio");
        }
        using (RewardLabs labs = new(tool, code, data, TimeProvider.System) { MostForCode = 1 })
        {
            await labs.StartAsync(CancellationToken.None);
            var (one, other) = (labs.EnterForCode(first)!, labs.EnterForCode(second)!);
            Assert.NotSame(one, other);
            Assert.Single(await one.ProblemsAsync("x => missing"));
            Assert.Single(await other.ProblemsAsync("x => missing"));
            await Until(() => !one.IsRunning, "the one that was asked longest ago sleeps");
            Assert.True(other.IsRunning);
            await labs.StopAsync(CancellationToken.None);
        }
    }
}
