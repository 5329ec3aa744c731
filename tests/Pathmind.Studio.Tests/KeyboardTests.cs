using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>All pages by Tab alone.</summary>
public sealed class KeyboardTests : StudioFolder
{
    static readonly string Walk = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Keyboard.js"));

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Tab_reaches_every_control_of_every_page_in_reading_order_with_a_focus_that_is_seen_and_dialogs_give_it_back(int width)
    {
        await using var studio = await StartAsync();
        await FillAsync(studio);
        var (_, link) = await studio.Shares.CreateAsync(new([1, 2], "Ada", HasNotes: true));
        await using var browser = await Browser.OpenAsync(studio, width: width);
        var page = browser.Page;
        await DialogsAsync(browser, studio);
        List<string> faults = [];
        foreach (var path in new[]
        {
            "", "?open=3", "experiments/1", "experiments/2", "experiments/3", "experiments/6", "experiments/999", "compare?e=1,2",
            "compare", "projects", "projects/Mouse", "settings", "workers", $"share/{link}", $"share/{link}/chart/reward", "sign-in",
        })
        {
            if (path == "sign-in")
                await page.Context.ClearCookiesAsync();
            await page.GotoAsync($"{studio.Address}{(path == "sign-in" ? "" : path)}");
            if (path.StartsWith("share", StringComparison.Ordinal))
                await Assertions.Expect(page.Locator(".js-plotly-plot").First).ToBeVisibleAsync();
            else if (path != "sign-in")
                await browser.ConnectedAsync();
            await Assertions.Expect(page.Locator("#blazor-error-ui:visible")).ToHaveCountAsync(0);
            faults.AddRange(await FaultsAsync(page, path));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        await page.SetContentAsync("""
            <style>:focus-visible { outline: none }</style><button></button><div tabindex="0">no key</div>
            <input type="radio" name="one of them alone has the focus"><input type="radio" name="one of them alone has the focus">
            <button>under</button><p style="position:fixed;inset:0">all over</p>
            """);
        await page.EvaluateAsync(Walk);
        var seen = string.Join('\n', (await WalkAsync(page, "Tab")).Concat(await page.EvaluateAsync<string[]>("walk.missed()")));
        Assert.All(
            ["has no name", "answers to no key", "does not show the focus", "is covered by", "is not reached: <input"],
            fault => Assert.Contains(fault, seen));
    }

    /// <summary>The lab has sliders, an editor and a table that a process fills.</summary>
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Tab_reaches_every_control_of_the_reward_lab(int width)
    {
        await using var studio = await DesignPageTests.WaitingAsync(Data, DesignPageTests.Desk);
        await using var browser = await Browser.OpenAsync(studio, width: width, path: "experiments/1/lab");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await Assertions.Expect(page.Locator("tr[data-number=wages] td").First).ToContainTextAsync("±");
        List<string> faults = [];
        foreach (var way in new[] { "Weights", "C# code" })
        {
            await page.GetByLabel(way, new() { Exact = true }).CheckAsync();
            await Assertions.Expect(page.Locator(".lab-table")).ToHaveAttributeAsync("aria-busy", "false");
            faults.AddRange(await FaultsAsync(page, $"lab, {way}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    static async Task<IEnumerable<string>> FaultsAsync(IPage page, string path)
    {
        await page.EvaluateAsync(Walk);
        var there = await WalkAsync(page, "Tab");
        return (await page.EvaluateAsync<string[]>("walk.missed()")).Concat(there).Select(fault => $"/{path} {fault}");
    }

    static async Task<List<string>> WalkAsync(IPage page, string key)
    {
        const int Spare = 40;                                            // what scrolls is reached, too
        List<string> faults = [];
        var most = await page.EvaluateAsync<int>("walk.begin()") + Spare;
        for (var step = 0; step < most; step++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<string[]?>("walk.step()") is not { } found)
                return faults;
            faults.AddRange(found);
        }
        return [.. faults, $"does not end after {most} steps"];
    }

    /// <summary>A dialog keeps the focus, Escape closes it, and what opened it has the focus again; so do menus and
    /// panels.</summary>
    static async Task DialogsAsync(Browser browser, StudioServer studio)
    {
        const string Focused =
            "document.activeElement === document.body ? '' : (document.activeElement.closest('dialog[open]')?.id ?? 'outside')";
        var page = browser.Page;
        await page.GotoAsync($"{studio.Address}");
        await browser.ConnectedAsync();
        var opener = page.Locator(".new-experiment");
        await opener.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#submit-dialog")).ToBeVisibleAsync();
        for (var step = 0; step < 20; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("outside", await page.EvaluateAsync<string>(Focused));
        }
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#submit-dialog")).ToBeHiddenAsync();
        await Assertions.Expect(opener).ToBeFocusedAsync();

        var menu = page.Locator("details.menu summary");
        await menu.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("details.menu[open]")).ToHaveCountAsync(0);
        await Assertions.Expect(menu).ToBeFocusedAsync();

        var note = page.GetByLabel("Notes of experiment 1", new() { Exact = true });
        await note.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".note-panel textarea")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".note-panel")).ToHaveCountAsync(0);
        await Assertions.Expect(note).ToBeFocusedAsync();
    }

    /// <summary>One that trains, one that failed, a sweep of two trials, and a population of two members.</summary>
    static async Task FillAsync(StudioServer studio)
    {
        await studio.Board.RegisterAsync(Registration.Of("Mouse", """{ "Seed": 0, "Ppo": { "Discount": 0.9 } }""", 200_000));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 40));
        await studio.Board.RegisterAsync(Registration.Of("Mouse", """{ "Seed": 0 }"""));
        await studio.Board.AppendAsync(2, Registration.Rows(1, 40));
        await studio.Board.EndAsync(2, new() { Stop = "Failed", Message = "Mouse.Step() threw." });
        foreach (var kind in new[] { SetKind.Sweep, SetKind.Population })
        {
            var head = Registration.Of("Mouse") with { Set = kind, Size = 2 };
            var number = (await studio.Board.RegisterAsync(head)).Number;
            await studio.Board.AppendAsync(number, Registration.Rows(1, 20));
            for (var trial = 1; trial <= 2; trial++)
            {
                var part = (await studio.Board.RegisterAsync(Registration.Of("Mouse") with { PartOf = head.Key, Part = trial })).Number;
                await studio.Board.AppendAsync(part, Registration.Rows(1, 20));
            }
        }
    }
}
