using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

/// <summary>The pages in a real browser. Each leaves pictures next to the tests, to be looked at.</summary>
public class PageTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_list_and_an_experiment_are_shown_in_both_colours_on_a_screen_and_on_a_phone(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        await FillAsync(studio.Board);
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        var page = browser.Page;

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Experiments" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator(".experiments")).ToContainTextAsync("CoffeeShop");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
        await browser.PictureAsync($"list-{scheme}-{width}");

        await page.GetByRole(AriaRole.Link, new() { Name = "CoffeeShop" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "CoffeeShop" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".message")).ToContainTextAsync("the shelf is empty");
        await Assertions.Expect(page.Locator(".chart")).ToHaveCountAsync(6);         // reward, terms, length, entropy, KL, speed
        await Assertions.Expect(page.Locator(".chart .js-plotly-plot")).ToHaveCountAsync(6);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.PictureAsync($"experiment-{scheme}-{width}");
        Assert.Empty(browser.Errors);
        Assert.Empty(browser.Elsewhere);
    }

    [Fact]
    public async Task A_training_appears_in_an_open_list_and_its_curve_grows_in_an_open_page()
    {
        await using var studio = await StartAsync();
        await using var browser = await Browser.OpenAsync(studio);
        var page = browser.Page;
        await Assertions.Expect(page.GetByText("No training yet")).ToBeVisibleAsync();
        await browser.PictureAsync("empty");
        await browser.ConnectedAsync();

        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(1);
        await studio.Board.AppendAsync(1, Registration.Rows(1, 1));
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToContainTextAsync(new Regex(@"1\s000"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Mouse" }).ClickAsync();
        await Assertions.Expect(page.Locator(".chart .js-plotly-plot").First).ToBeVisibleAsync();
        Assert.Contains("markers", await ModesAsync());                                                   // of one row a point
        for (var rows = 2; rows <= 40; rows += 3)
        {
            await studio.Board.AppendAsync(1, Registration.Rows(rows, rows + 2));
            await Assertions.Expect(page.Locator(".chart-grid")).ToHaveAttributeAsync("data-rows", $"{rows + 2}");
        }
        Assert.DoesNotContain("markers", await ModesAsync());
        await Assertions.Expect(page.Locator(".figures")).ToContainTextAsync("40");
        await studio.Board.EndAsync(1, new() { Stop = "Steps", Message = "Training finished: all is well.", Reward = 40 });
        await Assertions.Expect(page.Locator(".message")).ToContainTextAsync("all is well");
        Assert.Empty(browser.Errors);

        Task<string[]> ModesAsync() =>
            page.EvaluateAsync<string[]>("() => document.querySelector('[data-chart=reward] .plot').data.map(trace => trace.mode)");
    }

    [Fact]
    public async Task A_stop_button_asks_the_training_and_notes_keep_themselves()
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        await browser.ConnectedAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Stop, keep the best" }).ClickAsync();
        await Until(() => studio.Board.Find(1)!.IsAskedToStop, "the training is asked to stop");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Stopping" })).ToBeDisabledAsync();
        await browser.Page.GetByPlaceholder("What you tried, and why").FillAsync("with <b>less</b> waste");
        await Until(() => studio.Board.Find(1)!.Notes == "with <b>less</b> waste", "the notes are kept");
        await Assertions.Expect(browser.Page.GetByText("Saved")).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task An_experiment_gets_a_name_and_a_star_and_an_archived_one_leaves_the_list()
    {
        await using var studio = await StartAsync();
        await FillAsync(studio.Board);
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/2");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByLabel("Name of the experiment").FillAsync("short sight");
        await page.GetByLabel("Name of the experiment").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "short sight" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Favourite" }).ClickAsync();
        await Until(() => studio.Board.Find(2) is { IsFavourite: true, Name: "short sight" }, "name and star are kept");
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bring back" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Experiments", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(3);
        await page.GetByLabel("archived").CheckAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator(".experiments")).ToContainTextAsync("★");
        Assert.Empty(browser.Errors);
    }

    /// <summary>A name, an option or a message is what a program sent: it is shown, never run.</summary>
    [Fact]
    public async Task Markup_in_what_a_training_sends_is_shown_as_it_is()
    {
        const string Markup = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";
        await using var studio = await StartAsync();
        var start = Registration.Of(Markup, $$"""{ "Steps": "{{Markup.Replace("\"", "\\\"")}}" }""");
        await studio.Board.RegisterAsync(start with { Folder = Markup, Observations = [Markup], Machine = Markup });
        await studio.Board.AppendAsync(1, Reporting.ProgressBatch.Of(
            [[("iteration", 1), ("steps", 1), ("reward_mean", 1), ($"reward_{Markup}", 1), ("reward_b", 2), ($"metric_{Markup}", 1)]]));
        await studio.Board.EditAsync(1, one => one with { Notes = Markup, Name = Markup });
        await studio.Board.EndAsync(1, new() { Stop = "Failed", Message = Markup, Hints = [Markup] });
        await using var browser = await Browser.OpenAsync(studio);
        await browser.ConnectedAsync();
        await Assertions.Expect(browser.Page.Locator(".experiments")).ToContainTextAsync("onerror");
        await browser.Page.GotoAsync($"{studio.Address}experiments/1");
        await Assertions.Expect(browser.Page.Locator(".chart .js-plotly-plot").First).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.Locator(".message").First).ToContainTextAsync("<script>");
        Assert.DoesNotContain("taken", (await browser.Page.TitleAsync())[..5]);
        Assert.Equal(0, await browser.Page.Locator("main img, main script").CountAsync());
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_search_finds_by_number_name_and_note()
    {
        await using var studio = await StartAsync();
        await FillAsync(studio.Board);
        await studio.Board.EditAsync(2, one => one with { Notes = "longer queue" });
        await using var browser = await Browser.OpenAsync(studio);
        await browser.ConnectedAsync();
        foreach (var (text, count) in new[] { ("#2", 1), ("coffee", 1), ("queue", 1), ("mouse", 3), ("", 4) })
        {
            await browser.Page.GetByLabel("Search experiments").FillAsync(text);
            await Assertions.Expect(browser.Page.Locator(".experiments tbody tr")).ToHaveCountAsync(count);
        }
    }

    [Fact]
    public async Task Without_the_token_a_browser_gets_a_form_that_takes_it()
    {
        await using var studio = await StartAsync();
        await using var browser = await Browser.OpenAsync(studio, signsIn: false);
        await browser.Page.GetByLabel("Token").FillAsync("wrong");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the token");
        await browser.PictureAsync("sign-in");
        await browser.Page.GetByLabel("Token").FillAsync(studio.Token);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByText("No training yet")).ToBeVisibleAsync();
        Assert.Equal($"{studio.Address}", browser.Page.Url);
    }

    static async Task FillAsync(ExperimentBoard board)
    {
        var random = new Random(1);
        foreach (var (discount, seed) in new[] { (0.99, 0), (0.9, 0), (0.99, 1) })
        {
            var number = (await board.RegisterAsync(Registration.Of(
                "MouseAndCheese", $$"""{ "Steps": 200000, "Seed": {{seed}}, "Ppo": { "Discount": {{discount}}, "Epochs": 10 } }""", 98_000))).Number;
            await board.AppendAsync(number, Registration.Rows(
                1, 98, i => 0.65 - 2.5 * Math.Exp(-i / 20.0) + 0.08 * (random.NextDouble() - 0.5)));
            if (number != 2)
                await board.EndAsync(number, new()
                {
                    Stop = "Steps", Message = "Training finished: 98,000 steps.", Reward = 0.65 - 0.01 * number, RandomReward = -2.31,
                });
        }
        var failed = (await board.RegisterAsync(Registration.Of("CoffeeShop", """{ "Steps": 1000000, "Seed": 0 }""", 1_000_000))).Number;
        var rows = Registration.Rows(1, 300, i => 400 - 900 * Math.Exp(-i / 80.0) + 40 * (random.NextDouble() - 0.5));
        await board.AppendAsync(failed, rows with
        {
            Columns = [.. rows.Columns[..6], "reward_revenue", "reward_waste", "reward_waiting", .. rows.Columns[6..]],
            Rows = [.. rows.Rows.Select(row => new double?[][] { row[..6], [row[3] + 90, -40, -50 * (row[3] < 0 ? 2 : 1)], row[6..] }
                .SelectMany(part => part).ToArray())],
        });
        await board.EndAsync(failed, new()
        {
            Stop = "Failed", Message = "CoffeeShop.Step() threw InvalidOperationException at step 17 of episode 3: the shelf is empty.",
            Hints = ["The reward term waste never changed in 3,000 episodes."],
        });
    }
}
