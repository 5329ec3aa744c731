using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>A replay in a real browser, used as a person uses it.</summary>
public sealed class ReplayPlayerTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-replay-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true, ColorScheme.Light, 1280)]
    [InlineData(true, ColorScheme.Dark, 1280)]
    [InlineData(true, ColorScheme.Light, 390)]
    [InlineData(false, ColorScheme.Light, 1280)]
    public async Task It_steps_scrubs_and_plays_and_shows_what_the_log_has(bool isDrawn, ColorScheme scheme, int width)
    {
        var log = new Board(isDrawn).Run(Policy.Random(4), episodes: 2, display: Display.None);
        await using Browser browser = new();
        var page = await browser.PageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await page.GotoAsync(Saved(log.Replay()));
        var (status, card, steps) = (page.GetByRole(AriaRole.Status), page.Locator(".pmr .right"), (int)log.Episodes["Steps"][0]);

        await Assertions.Expect(status).ToHaveTextAsync($"step {(int)(steps / 2.0 + 0.5)} of {steps}");
        await page.GetByRole(AriaRole.Button, new() { Name = "To the beginning" }).ClickAsync();
        await Assertions.Expect(status).ToHaveTextAsync($"before the first of {steps} steps");
        for (var step = 1; step <= 3; step++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "One step forward" }).ClickAsync();
            await Assertions.Expect(status).ToHaveTextAsync($"step {step} of {steps}");
            await Assertions.Expect(card.Locator(".act td").First).ToHaveTextAsync(Name(log, 0, step));
            await Assertions.Expect(card.Locator("tbody tr", new() { HasText = "place" }).Last.Locator("td"))
                .ToHaveTextAsync($"{log.Steps["metric_0_place"][step - 1]}");
            if (isDrawn)
                await Assertions.Expect(page.Locator(".pmr .stage circle").First)
                    .ToHaveAttributeAsync("cx", $"{log.Steps["metric_0_place"][step - 1] + 0.5}");
            else
                await Assertions.Expect(page.Locator(".pmr .rows [aria-current] td").First).ToHaveTextAsync($"{step}");
        }
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"replay-{isDrawn}-{scheme}-{width}.png") });

        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(status).ToHaveTextAsync($"step 2 of {steps}");
        await page.GetByLabel("Step of the episode").FillAsync($"{steps - 1}");
        await Assertions.Expect(status).ToHaveTextAsync($"step {steps - 1} of {steps}");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(status).ToHaveTextAsync($"step {steps} of {steps} · Terminated");
        await Assertions.Expect(card.Locator("tbody tr", new() { HasText = "found" }).First.Locator("td").Last).ToHaveTextAsync("1");

        await page.GetByLabel("Episode", new() { Exact = true }).SelectOptionAsync("1");
        var second = (int)log.Episodes["Steps"][1];
        await Assertions.Expect(status).ToHaveTextAsync($"before the first of {second} steps");
        await page.GetByLabel("Speed").SelectOptionAsync("100");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Assertions.Expect(status).ToHaveTextAsync($"step {second} of {second} · Terminated", new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Play" })).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "It scrolls sideways.");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Without_scripts_the_first_and_the_last_picture_and_the_table_are_there()
    {
        await using Browser browser = new();
        var page = await browser.PageAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync(Saved(new Board(true).Run(Policy.Random(4), display: Display.None).Replay()));

        await Assertions.Expect(page.GetByRole(AriaRole.Img)).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByText("At the beginning")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("table").First).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "replay-static.png") });
    }

    /// <summary>A notebook runs the scripts of an output before it puts the output into the page, or after it, and may
    /// show it twice.</summary>
    [Fact]
    public async Task It_starts_in_an_output_that_joins_the_page_after_its_script_ran()
    {
        await using Browser browser = new();
        var page = await browser.PageAsync(new());
        await page.SetContentAsync("<!doctype html><title>notebook</title>");
        await page.EvaluateAsync(
            """
            html => {
              for (let i = 0; i < 2; i++) {
                const output = document.createElement('div');
                output.innerHTML = html;
                for (const script of output.querySelectorAll('script:not([type])')) new Function(script.textContent)();
                setTimeout(() => document.body.append(output), 300);
              }
            }
            """, new Board(true).Run(Policy.Random(4), display: Display.None).Replay().ToHtml());

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "To the beginning" }).Nth(1).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "One step forward" }).Nth(1).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Nth(1)).ToContainTextAsync("step 1 of");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Nth(0)).Not.ToContainTextAsync("step 1 of");
        Assert.Empty(browser.Errors);
    }

    string Saved(Replay replay)
    {
        var path = Path.Combine(folder, "replay.html");
        replay.Save(path);
        return new Uri(path).ToString();
    }

    static string Name(EpisodeLog log, int agent, int step) => log.Steps[$"action_{agent}"][step - 1] == 0 ? "left" : "right";

    /// <summary>One walks on a line of 12 places until it is at an end.</summary>
    sealed class Board(bool isDrawn) : Simulation
    {
        int place;

        public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

        public override void Reset() => place = 5;

        public override void Step() => place += 2 * Action[0].Choice - 1;

        public override Observation GetObservation(int agent) => new() { ["position"] = place / 11f };

        public override Reward GetReward(int agent) => new() { ["found"] = IsDone(agent) ? 1 : 0, ["move"] = -0.05 };

        public override Metrics GetMetrics(int agent) => new() { ["place"] = place };

        public override bool IsDone(int agent) => place is 0 or 11;

        public override void Draw(Canvas canvas)
        {
            if (!isDrawn)
                return;
            canvas.Grid(12, 3);
            canvas.Rectangle(0, 1, 1, 1, "yellow 60%");
            canvas.Rectangle(11, 1, 1, 1, "yellow 60%");
            canvas.Circle(place + 0.5, 1.5, 0.38);
            canvas.Text(place + 0.5, 1.5, $"{place}", "white", 0.4);
        }
    }
}
