using System.Text.Json;
using Microsoft.Playwright;
using static Pathmind.Tests.JupyterConversation;

namespace Pathmind.Tests;

/// <summary>What people do in Jupyter with the kernel of .NET Interactive, through Jupyter's own client.</summary>
[Collection(nameof(InteractiveTool))]
public sealed class InteractiveJupyterTests(InteractiveTool tool)
{
    [Fact]
    public void The_picture_of_a_training_moves_in_its_place()
    {
        var training = Answers(Execute($"%train --steps 400000\n{StdioTests.Coin}"))[0];

        Assert.Equal("ok", training.Status);
        var updates = training.Of("update_display_data").ToArray();
        var place = Assert.Single(updates.Select(PlaceOf).Distinct());
        Assert.Contains(place, training.Of("display_data").Select(PlaceOf));
        string[] pictures = [.. updates.Select(PictureIn).Where(picture => picture.Length > 0).Distinct()];
        Assert.True(pictures.Length >= 3, $"{updates.Length} updates, {pictures.Length} different pictures");
    }

    /// <summary>The HTML that the cell's value is shown as, in a page of its own: Jupyter puts it into the page in the
    /// same way, script included.</summary>
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_replay_arrives_as_a_value_and_plays_in_a_browser(ColorScheme scheme)
    {
        Assert.SkipUnless(File.Exists(Chromium.Program), "Chromium is not installed.");
        var answer = Answers(Execute("""
            class Walk : Simulation
            {
                int at;
                public override ActionSpace ActionSpace(int agent) => new Discrete(["stay", "go"]);
                public override void Reset() => at = 0;
                public override void Step() => at += Action[0].Choice;
                public override Observation GetObservation(int agent) => new() { ["at"] = at };
                public override Reward GetReward(int agent) => new() { ["walked"] = Action[0].Choice };
                public override bool IsDone(int agent) => at == 9;
                public override void Draw(Canvas canvas) { canvas.Grid(10, 1); canvas.Circle(at + 0.5, 0.5, 0.4); }
            }
            new Walk().Run(Policy.From("go", _ => 1), display: Pathmind.Display.None).Replay()
            """))[0];
        var html = answer.Outputs.Select(HtmlOf).Single(text => text.Contains("data-replay", StringComparison.Ordinal));

        await using Browser browser = new();
        var page = await browser.PageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1000, Height = 500 } });
        await page.SetContentAsync($"<!doctype html><meta name=color-scheme content='light dark'><title>output</title>{html}");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("step 5 of 9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("step 9 of 9 · Terminated", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".pmr .stage circle").First).ToHaveAttributeAsync("cx", "9.5");
        await Assertions.Expect(page.Locator(".pmr .right")).ToContainTextAsync("walked");
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"interactive-replay-{scheme}.png") });
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public void Options_simulations_and_members_are_completed()
    {
        var answers = Answers(
            Execute(StdioTests.Coin), Complete("%train --st"), Complete("#!train --st"), Complete("%run C"), Complete("new Coin().Tra"));

        Assert.Contains("--steps", answers[1].Matches);
        Assert.Contains("--steps", answers[2].Matches);
        Assert.Equal(["Coin"], answers[3].Matches);
        Assert.Contains(answers[4].Matches, match => match!.StartsWith("Train", StringComparison.Ordinal));
        Assert.All(answers.Skip(1).Zip([7, 8, 5]), pair => Assert.Equal(pair.Second, pair.First.Reply.GetProperty("cursor_start")
            .GetInt32()));
    }

    [Fact]
    public void An_error_fails_its_cell_and_the_next_cell_runs()
    {
        (string Cell, string Message)[] wrong =
        [
            ("%train --stepz 5", "Line 1: There is no option '--stepz'. Did you mean --steps?"),
            ("#!run Con", "There is no simulation 'Con'. Did you mean Coin?"),
            ("new Coin().Train(new() { Steps = 0 });", "Steps is 0, but must be at least 1."),
            ("%train\nclass Odd : Coin { public override void Step() => throw new FormatException(\"3 is odd\"); }", "3 is odd"),
        ];
        var answers = Answers([Execute(StdioTests.Coin), .. wrong.Select(one => Execute(one.Cell)), Execute("6 * 7")]);

        Assert.All(answers.Skip(1).Zip(wrong), pair =>
        {
            Assert.Equal("error", pair.First.Status);
            Assert.Contains(pair.Second.Message, Assert.Single(pair.First.Of("error")).GetProperty("evalue").GetString());
        });
        Assert.Equal("ok", answers[^1].Status);
        Assert.Contains(answers[^1].Outputs, output => output.GetRawText().Contains("42", StringComparison.Ordinal));
    }

    /// <summary>Answers to the requests, in a kernel that has loaded the package.</summary>
    IReadOnlyList<JupyterAnswer> Answers(params IEnumerable<string> requests)
    {
        InteractiveTool.Require(alsoJupyter: true);
        var load = Execute($"#i \"nuget:{tool.Feed}\"\n#r \"nuget: Pathmind.Scripting\"");
        var answers = Hold(tool.Jupyter, tool.Folder, InteractiveTool.Kernel, requests.Prepend(load));
        Assert.Equal("ok", answers[0].Status);
        return [.. answers.Skip(1)];
    }

    static string? PlaceOf(JsonElement output) => output.GetProperty("transient").GetProperty("display_id").GetString();

    /// <summary>The HTML of an output; empty if it has none.</summary>
    static string HtmlOf(JsonElement output) =>
        output.TryGetProperty("data", out var data) && data.TryGetProperty("text/html", out var text) ? text.GetString()! : "";

    /// <summary>The SVG element of an output; empty if it has none.</summary>
    static string PictureIn(JsonElement output)
    {
        var html = HtmlOf(output);
        return html.Contains("<svg", StringComparison.Ordinal) ? html[html.IndexOf("<svg", StringComparison.Ordinal)..] : "";
    }
}
