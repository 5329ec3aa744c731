using System.Globalization;
using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>The list of experiments in a real browser.</summary>
public class ListPageTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Metrics_are_coloured_by_their_goals_and_settings_that_differ_are_columns(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        await FillAsync(studio, 14);
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        var page = browser.Page;
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(14);
        foreach (var column in new[] { "late", "served", "wages", "Discount" })
            await Assertions.Expect(page.Locator("thead")).ToContainTextAsync(column);
        await Assertions.Expect(page.Locator("thead")).Not.ToContainTextAsync("Epochs");             // it is the same
        await Assertions.Expect(Cell(page, 1, "late")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex(@"heat-10\b"));
        await Assertions.Expect(Cell(page, 1, "late").GetByRole(AriaRole.Img, new() { Name = "kept" })).ToHaveCountAsync(1);
        await Assertions.Expect(Cell(page, 14, "late")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex(@"heat-0\b"));
        await Assertions.Expect(Cell(page, 14, "served")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex(@"heat-10\b"));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.PictureAsync($"grid-{scheme}-{width}");

        await browser.ConnectedAsync();
        await page.GotoAsync($"{studio.Address}?group=Ppo.Discount&sort=-metric_served&show=episodes&hide=started&picked=2,3"
            + "&q=served%20%3E%204");
        await browser.ConnectedAsync();
        await Assertions.Expect(page.Locator("tr.group")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("thead")).ToContainTextAsync("Episodes");
        await Assertions.Expect(page.Locator("thead")).Not.ToContainTextAsync("Started");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Compare 2" })).ToBeVisibleAsync();
        Assert.Equal("served > 4", await page.GetByLabel("Search experiments").InputValueAsync());
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await browser.PictureAsync($"grid-groups-{scheme}-{width}");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task What_is_chosen_stands_in_the_address_and_the_address_shows_it_again()
    {
        await using var studio = await StartAsync();
        await FillAsync(studio, 8);
        await studio.Board.RegisterAsync(Registration.Of("CoffeeShop"));
        await using var browser = await Browser.OpenAsync(studio);
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByLabel("Project", new() { Exact = true }).SelectOptionAsync("Desk");
        await page.GetByLabel("Only with a setting").SelectOptionAsync("Ppo.Discount=0.9");
        await page.GetByRole(AriaRole.Button, new() { Name = "late" }).ClickAsync();                 // at most: the smallest first
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await page.Locator(".menu-box").GetByLabel("Steps made").UncheckAsync();
        await page.GetByLabel("Search experiments").FillAsync("served > 3");
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(3);          // 4, 6 and 8
        await page.GetByLabel("Compare experiment 4").CheckAsync();
        await Until(() => page.Url.Contains("picked=4"), "the tick is in the address");
        Assert.Equal("?q=served%20%3E%203&project=Desk&set=Ppo.Discount%3D0.9&sort=metric_late&hide=steps&picked=4",
            new Uri(page.Url).Query);

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".experiments tbody tr").First).ToContainTextAsync("✓");
        await Assertions.Expect(page.GetByLabel("Compare experiment 4")).ToBeCheckedAsync();
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "6", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name of the experiment")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(3);          // and not all of them
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(9);
        await page.GetByLabel("Search experiments").FillAsync("rewrad > 3");
        await Assertions.Expect(page.Locator(".list-remark")).ToContainTextAsync("named rewrad");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Star_note_and_archive_are_set_in_the_list_and_a_deleted_one_leaves_the_ticks_of_the_others()
    {
        const string Markup = "<img src=x onerror=\"document.title='taken'\">";
        await using var studio = await StartAsync();
        await FillAsync(studio, 4);
        foreach (var number in new[] { 1, 2, 3, 4 })
            await studio.Board.EndAsync(number, new() { Stop = "Steps", Message = "Done." });
        await using var browser = await Browser.OpenAsync(studio);
        var page = browser.Page;
        await browser.ConnectedAsync();
        foreach (var number in new[] { 1, 2, 3 })
            await page.GetByLabel($"Compare experiment {number}").CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Compare 3" })).ToBeVisibleAsync();
        await studio.Board.DeleteAsync(2);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Compare 2" })).ToHaveAttributeAsync("href", "compare?e=1,3");
        await Assertions.Expect(page.GetByLabel("Compare experiment 3")).ToBeCheckedAsync();

        await page.GetByLabel("Favourite experiment 3").ClickAsync();
        await Until(() => studio.Board.Find(3)!.IsFavourite, "the star is kept");
        await page.GetByLabel("Notes of experiment 3").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync(Markup);
        await Assertions.Expect(page.GetByText("Saved")).ToBeVisibleAsync();
        Assert.Equal(Markup, studio.Board.Find(3)!.Notes);
        await Assertions.Expect(page.GetByLabel("Notes of experiment 3")).ToHaveTextAsync(Markup);
        await browser.PictureAsync("grid-note");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Archive experiment 4" }).ClickAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(2);
        Assert.True(studio.Board.Find(4)!.IsArchived);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(3);
        await page.GetByLabel("favourites").CheckAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(1);
        Assert.Equal("Experiments · Pathmind studio", await page.TitleAsync());
        Assert.Empty(browser.Errors);
    }

    /// <summary>Rows that are not seen are not drawn; a jump draws those that are.</summary>
    [Fact]
    public async Task A_long_list_draws_what_is_seen_and_scrolls_to_its_end()
    {
        await using var studio = await StartAsync();
        for (var number = 1; number <= 400; number++)
            await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await using var browser = await Browser.OpenAsync(studio);
        var page = browser.Page;
        await browser.ConnectedAsync();
        await Assertions.Expect(Link(400)).ToBeInViewportAsync();
        Assert.InRange(await page.Locator(".experiments tbody tr").CountAsync(), 20, 120);
        foreach (var (top, number) in new[] { (8_000, 199), (1_000_000, 1), (4_000, 299), (0, 400) })
        {
            await page.EvaluateAsync($"document.querySelector('.list-box').scrollTop = {top}");
            await Assertions.Expect(Link(number)).ToBeInViewportAsync();
            Assert.InRange(await page.Locator(".experiments tbody tr").CountAsync(), 20, 160);
        }
        await page.GetByLabel("Search experiments").FillAsync("#7");
        await Assertions.Expect(Link(7)).ToBeInViewportAsync();
        Assert.Empty(browser.Errors);

        ILocator Link(int number) => page.GetByRole(AriaRole.Link, new() { Name = $"{number}", Exact = true });
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_phone_shows_status_and_reward_of_each_line_without_scrolling_and_says_what_has_not_started(ColorScheme scheme)
    {
        const int width = 390;
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await studio.Board.RegisterAsync(Registration.Of("A simulation with a long name that does not fit"));
        await studio.Board.AppendAsync(2, Registration.Rows(1, 12, _ => -12_345.678));
        await studio.Board.EndAsync(2, new() { Stop = "Steps", Message = "Done." });
        var head = Registration.Of("A simulation with a long name that does not fit") with { Set = SetKind.Population, Size = 12 };
        await studio.Board.RegisterAsync(head);
        await studio.Board.AppendAsync(3, Registration.Rows(1, 12, _ => -12_345.678));
        await studio.Board.EndAsync(3, new() { Stop = "Steps", Message = "Done." });
        for (var member = 1; member <= 12; member++)
            await studio.Board.RegisterAsync(Registration.Of("Mouse") with { PartOf = head.Key, Part = member });
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        await browser.ConnectedAsync();
        foreach (var (number, status) in new[] { (1, "Not started"), (2, "Completed"), (3, "Completed") })
        {
            var row = browser.Page.Locator($".experiments tbody tr[aria-rowindex='{5 - number}']");
            var reward = number == 1 ? row.Locator("td.number.off").First : row.Locator(".reward b");
            await Assertions.Expect(row.GetByText(status)).ToHaveCountAsync(2);          // of which a phone shows one
            foreach (var seen in new[] { row.Locator(".narrow .status"), reward })
            {
                await Assertions.Expect(seen).ToBeVisibleAsync();
                var box = (await seen.BoundingBoxAsync())!;
                Assert.InRange(box.X + box.Width, 0, width - 14);
            }
            await Assertions.Expect(reward).ToHaveTextAsync(number == 1 ? "–" : "−12\u202f346");
            Assert.Equal(40, (await row.BoundingBoxAsync())!.Height);                    // list.js counts with it
        }
        await browser.PictureAsync($"list-waiting-{scheme}-{width}");
        await browser.Page.SetViewportSizeAsync(1280, 800);
        await browser.PictureAsync($"list-waiting-{scheme}-1280");
        await Assertions.Expect(browser.Page.Locator(".narrow .status").First).ToBeHiddenAsync();
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "set up and start" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Start training" })).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);
    }

    static ILocator Cell(IPage page, int number, string column)
    {
        var tick = page.GetByLabel($"Compare experiment {number}", new() { Exact = true });
        return page.Locator(".experiments tbody tr", new() { Has = tick }).Locator($"td[data-column='metric_{column}']");
    }

    /// <summary>A desk: late at most 0.02, which the first ones keep; served is to be large.</summary>
    static async Task FillAsync(StudioServer studio, int count)
    {
        var random = new Random(1);
        for (var number = 1; number <= count; number++)
        {
            var options = string.Create(CultureInfo.InvariantCulture,
                $$"""{ "Ppo": { "Discount": {{(number % 2 == 0 ? 0.9 : 0.99)}}, "Epochs": 10, "LearningRate": {{3e-4 * number}} } }""");
            var one = number;
            await studio.Board.RegisterAsync(Registration.Of("Desk", options, 98_000) with
            {
                Goals = new() { ["late"] = "at most 0.02", ["served"] = "maximise" },
            });
            await studio.Board.AppendAsync(number, ProgressBatch.Of(Enumerable.Range(1, 60).Select(IEnumerable<(string, double?)> (row) =>
            [
                ("iteration", row), ("steps", 1_000 * row), ("episodes", 10 * row),
                ("reward_mean", one - 20 * Math.Exp(-row / 15.0) + random.NextDouble()), ("reward_served", 3 + one), ("reward_wages", -3.5),
                ("metric_late", 0.005 * one), ("metric_served", one), ("length_mean", 8), ("steps_per_second", 50_000),
                ("seconds", row / 50.0),
            ])));
            if (number > 3 && number < count)
                await studio.Board.EndAsync(number, new() { Stop = number == 5 ? "Failed" : "Steps", Message = "Done.", Reward = number });
        }
    }
}
