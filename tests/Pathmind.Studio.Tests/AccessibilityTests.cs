using Microsoft.Playwright;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>Every page by keyboard, for a screen reader, in both colours, on a phone; and the tour.</summary>
public sealed class AccessibilityTests : StudioFolder
{
    static readonly string Rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Accessibility.js"));

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_has_names_for_its_controls_headings_in_order_contrast_and_no_scrolling_aside(ColorScheme scheme, int width)
    {
        await using var studio = await FilledAsync();
        var (_, link) = await studio.Shares.CreateAsync(new([1, 2], "Ada", HasNotes: true));
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        List<string> faults = [];
        foreach (var (name, path) in new[]
        {
            ("list", ""), ("experiment", "experiments/1"), ("failed", "experiments/2"), ("compare", "compare?e=1,2"),
            ("projects", "projects"), ("project", "projects/Mouse"), ("settings", "settings"), ("shared", $"share/{link}"),
        })
        {
            await browser.Page.GotoAsync($"{studio.Address}{path}");
            if (name == "shared")
                await Assertions.Expect(browser.Page.Locator(".js-plotly-plot").First).ToBeVisibleAsync();
            else
                await browser.ConnectedAsync();
            await browser.PictureAsync($"look-{name}-{scheme}-{width}");
            faults.AddRange((await browser.Page.EvaluateAsync<string[]>(Rules)).Select(fault => $"{name} {fault}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await browser.Page.SetContentAsync(
            "<h3>too deep</h3><button></button><p style='color:#999;background:#fff'>pale</p><p style='width:3000px'>wide</p>");
        var seen = string.Join('\n', await browser.Page.EvaluateAsync<string[]>(Rules));
        Assert.All(["has no name", "has not one h1", "heading jumps", "contrast 2.85", " wide"], fault => Assert.Contains(fault, seen));
    }

    [Fact]
    public async Task Nothing_shifts_while_a_training_reports()
    {
        await using var studio = await FilledAsync();
        await using var browser = await Browser.OpenAsync(studio);
        foreach (var path in new[] { "experiments/1", "" })
        {
            await browser.Page.GotoAsync($"{studio.Address}{path}");
            await browser.ConnectedAsync();
            await browser.Page.WaitForTimeoutAsync(1_500);               // what the page shows first is drawn
            await browser.Page.EvaluateAsync("""
                () => { window.shifted = 0; new PerformanceObserver(list => {
                  for (const entry of list.getEntries()) window.shifted += entry.value; }).observe({ type: 'layout-shift' }); }
                """);
            var first = studio.Board.Find(1)!.Rows + 1;
            for (var row = first; row < first + 30; row++)
            {
                await studio.Board.AppendAsync(1, Registration.Rows(row, row, i => 1_000.0 * Math.Sin(i)));
                await browser.Page.WaitForTimeoutAsync(30);
            }
            await browser.Page.WaitForTimeoutAsync(500);
            var shifted = await browser.Page.EvaluateAsync<double>("() => window.shifted");
            Assert.True(shifted < 0.02, $"/{path} shifted by {shifted}");
        }
    }

    [Fact]
    public async Task The_tour_goes_by_keyboard_comes_once_and_again_from_the_help_menu()
    {
        await using var studio = await StartAsync();
        await using var browser = await Browser.OpenAsync(studio, isFirstVisit: true);
        var (page, tour) = (browser.Page, browser.Page.GetByRole(AriaRole.Dialog, new() { Name = "The studio in three steps" }));
        await Assertions.Expect(tour.GetByRole(AriaRole.Heading, new() { Name = "Run something" })).ToBeVisibleAsync();
        await browser.PictureAsync("tour");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tour.GetByRole(AriaRole.Heading, new() { Name = "It appears here" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tour.GetByText("3 of 3")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(tour).ToBeHiddenAsync();

        await page.ReloadAsync();
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to the page" }).FocusAsync();           // the first one by Tab
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
        await Assertions.Expect(tour).ToBeHiddenAsync();
        await page.Locator(".help summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tour.GetByText("1 of 3")).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);
    }

    /// <summary>One that trains and one that failed.</summary>
    async Task<StudioServer> FilledAsync()
    {
        var studio = await StartAsync();
        await studio.Board.RegisterAsync(
            Registration.Of("Mouse", """{ "Steps": 200000, "Seed": 0, "Ppo": { "Discount": 0.9 } }""", 200_000));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 40, i => 0.65 - 2.5 * Math.Exp(-i / 20.0)));
        await studio.Board.EditAsync(1, one => one with { Notes = "Shorter sight.", IsFavourite = true });
        await studio.Board.RegisterAsync(Registration.Of("Mouse", """{ "Steps": 200000, "Seed": 0 }"""));
        await studio.Board.AppendAsync(2, Registration.Rows(1, 40));
        await studio.Board.EndAsync(2, new() { Stop = "Failed", Message = "Mouse.Step() threw.", Hints = ["The reward never changed."] });
        return studio;
    }
}
