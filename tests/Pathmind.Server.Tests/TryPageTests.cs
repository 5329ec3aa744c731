using Microsoft.Playwright;
using Pathmind.Simulations;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>The pages, in a real browser.</summary>
public sealed class TryPageTests
{
    [Theory]
    [InlineData(ColorScheme.Light, "try")]
    [InlineData(ColorScheme.Dark, "policies/warehouse/try/")]
    public async Task The_form_shows_what_the_policy_decides(ColorScheme scheme, string path)
    {
        var policy = PolicyCase.Of("number, then choices, then numbers");
        await using var server = await RunningServer.StartAsync(policy);
        await using var context = await Chromium.OpenAsync(new() { ColorScheme = scheme });
        var page = await context.NewPageAsync();
        List<string> errors = [];
        page.Console += (_, message) =>
            { if (message.Type == "error" && !message.Text.Contains("401") && !message.Text.Contains("422")) errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync($"{server.Address}{path}");
        await page.GetByLabel("Access key").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the access key of this server");
        await page.GetByLabel("Access key").FillAsync(RunningServer.Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Warehouse");

        await page.GetByLabel("y", new() { Exact = true }).FillAsync("0.75");      // x, of mean and deviation 0.5, is taken for yes or no
        await page.GetByLabel("orders[1]", new() { Exact = true }).FillAsync("-2");
        var outputs = policy.Trained.Evaluate([1, -1, -2, 0, 0.75f]);
        var shown = string.Join(", ", outputs.Action.Select(number => $"{Math.Floor(number * 1000.0 + 0.5) / 1000}".Replace('-', '−')));
        await Assertions.Expect(page.Locator("#action")).ToHaveTextAsync(shown);
        await Assertions.Expect(page.Locator(".bar")).ToHaveCountAsync(2 + 2 + 3);
        await Assertions.Expect(page.Locator(".bar .share").First).ToHaveTextAsync($"{100 * outputs.Probabilities[0]:0.0} %");
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"try-{scheme}.png"), FullPage = true });

        await page.GetByLabel("y", new() { Exact = true }).FillAsync("high");
        await Assertions.Expect(page.Locator(".error").Last).ToHaveTextAsync("value is not a valid float");
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("try#access-token={key}")]
    [InlineData("try?access-token={key}")]
    public async Task A_key_in_the_address_leaves_it_at_once_and_no_way_back_and_no_request_has_it_there(string path)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        List<string> sent = [];
        await page.GotoAsync($"{server.Address}{path.Replace("{key}", RunningServer.Key)}");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Warehouse");
        Assert.Equal($"{server.Address}try", page.Url);
        page.Request += (_, request) => sent.Add($"{request.Url} {request.Headers.GetValueOrDefault("referer")}");
        await page.GotoAsync($"{server.Address}docs/index.html");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Warehouse");                          // the tab knows it still
        Assert.Equal($"{server.Address}try", page.Url);
        await page.GoBackAsync();
        Assert.Equal("about:blank", page.Url);
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent, one => one.Contains(RunningServer.Key));
    }

    [Fact]
    public async Task A_bool_is_a_box_an_enum_a_list_a_whole_number_a_slider_of_whole_numbers()
    {
        var parts = PolicyCase.Of("one choice").Parts;
        ObservationLayout typed = new(
            ["busy", "light", "level", "waiting", "unknown"], [1, 1, 1, 1, 1], new bool[5],
            [new(NumberForm.Flag, []), new(NumberForm.Named, ["Red", "Amber", "Green"]),
                new(NumberForm.Real, []), new(NumberForm.Whole, []), null]);
        var policy = TrainedPolicy.From(parts with { Description = parts.Description with { Observations = typed } });
        await using var server = await RunningServer.StartAsync(change: null, ("warehouse", policy));
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");

        await page.GetByLabel("busy, yes or no").CheckAsync();
        await page.GetByLabel("light, by name").SelectOptionAsync("Amber");
        await Assertions.Expect(page.GetByLabel("waiting, slider")).ToHaveAttributeAsync("step", "1");
        await Assertions.Expect(page.GetByLabel("level, slider")).Not.ToHaveAttributeAsync("step", "1");
        await page.GetByLabel("level", new() { Exact = true }).FillAsync("0.25");
        await page.GetByLabel("waiting", new() { Exact = true }).FillAsync("3");
        await page.GetByLabel("unknown", new() { Exact = true }).FillAsync("0.5");
        await page.GetByText("As an HTTP request").ClickAsync();
        await Assertions.Expect(page.Locator("#request")).ToContainTextAsync("\"busy\": 1");
        await Assertions.Expect(page.Locator("#request")).ToContainTextAsync("\"light\": 1");
        await Assertions.Expect(page.Locator("#action")).ToHaveTextAsync($"{policy.Evaluate([1, 1, 0.25f, 3, 0.5f]).Action[0]}");
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "try-types.png"), FullPage = true });
    }

    [Fact]
    public async Task Of_several_kinds_of_agents_one_is_chosen()
    {
        var policy = new Traffic().Train(new() { Steps = 3_000, Threads = 1, Display = Display.None, StopWhenConverged = false }).Policy;
        await using var server = await RunningServer.StartAsync(change: null, ("traffic", policy));
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");

        await Assertions.Expect(page.Locator(".bar")).ToHaveCountAsync(3 + 2);
        await Assertions.Expect(page.GetByLabel("speed", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GetByLabel("Agent", new() { Exact = true }).SelectOptionAsync("agents 1, 3");
        await Assertions.Expect(page.Locator(".bar")).ToHaveCountAsync(3);
        await Assertions.Expect(page.GetByLabel("speed", new() { Exact = true })).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#facts dt")).ToHaveCountAsync(3);                    // two numbers and the value
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "try-kinds.png"), FullPage = true });
    }

    [Fact]
    public async Task A_choice_that_is_not_allowed_has_no_bar()
    {
        var policy = PolicyCase.Of("one choice", masks: true);
        var best = (int)policy.Trained.Evaluate([1, -1, 2, 0, 0.25f]).Action[0];
        await using var server = await RunningServer.StartAsync(policy);
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");
        await Assertions.Expect(page.Locator("#action")).ToHaveTextAsync($"{best}");
        await page.GetByLabel($"choice {best} allowed").UncheckAsync();
        await Assertions.Expect(page.Locator("#action")).Not.ToHaveTextAsync($"{best}");
        await Assertions.Expect(page.Locator(".bar .share").Nth(best)).ToHaveTextAsync("0.0 %");
        foreach (var choice in Enumerable.Range(0, 4).Where(choice => choice != best))
            await page.GetByLabel($"choice {choice} allowed").UncheckAsync();
        await Assertions.Expect(page.Locator("#mask-error")).ToContainTextAsync("at least one allowed choice");
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "try-mask.png"), FullPage = true });
    }

    [Fact]
    public async Task A_phone_shows_long_names_and_small_shares_without_scrolling_sideways()
    {
        const string Long = "temperature_of_the_outer_storage_room_on_the_left";
        var parts = PolicyCase.Of("number, then choices, then numbers").Parts;
        var named = TrainedPolicy.From(
            parts with
            {
                Description = parts.Description with
                {
                    Observations = new(
                [Long, "orders", "y"], [1, 3, 1], [false, true, false])
                }
            });
        await using var server = await RunningServer.StartAsync(change: null, ("warehouse", named));
        await using var context = await Chromium.OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");
        await Assertions.Expect(page.Locator(".bar")).ToHaveCountAsync(2 + 2 + 3);

        await Assertions.Expect(page.GetByText(Long, new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Locator("dd").First.EvaluateAsync("fact => fact.textContent = '−41.242 ± 20.533, clipped to 0 to 100'");
        Assert.True(await page.EvaluateAsync<bool>("""
            () => [...document.querySelectorAll('dd')].every(fact => fact.scrollWidth <= fact.clientWidth
                && fact.getBoundingClientRect().right < fact.closest('.card').getBoundingClientRect().right)
            """), "A fact sticks out of its card.");
        var share = page.Locator(".bar .share").First;
        var oneLine = await share.EvaluateAsync<double>("element => element.offsetHeight");
        await share.EvaluateAsync("element => element.textContent = '< 0.1 %'");
        Assert.Equal(oneLine, await share.EvaluateAsync<double>("element => element.offsetHeight"));
    }

    [Fact]
    public async Task A_key_in_the_address_opens_the_page_and_leaves_the_address_bar()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Warehouse");
        Assert.Equal($"{server.Address}try", page.Url);
    }

    [Fact]
    public async Task The_description_is_shown_without_anything_from_elsewhere()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        await using var context = await Chromium.OpenAsync();
        var page = await context.NewPageAsync();
        List<string> elsewhere = [];
        page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)) elsewhere.Add(request.Url);
            };
        await page.GotoAsync($"{server.Address}docs");
        await Assertions.Expect(page.GetByText("/predict_batch/")).ToBeVisibleAsync();
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task The_form_starts_at_what_the_training_saw_and_names_choices()
    {
        var policy = Door.Train(new() { Steps = 2_000, Seed = 1, Display = Display.None }).Policy;
        await using var server = await RunningServer.StartAsync(change: null, ("door", policy));
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 360) })
        {
            await using var context = await Chromium.OpenAsync(
                new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
            var page = await context.NewPageAsync();
            await page.GotoAsync($"{server.Address}");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "door" })).ToBeVisibleAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"home-{scheme}.png"), FullPage = true });
            await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");
            await Assertions.Expect(page.Locator("#action")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("open|close"));
            await Assertions.Expect(page.GetByLabel("busy, yes or no")).ToBeVisibleAsync();
            Assert.InRange(double.Parse(await page.GetByLabel("temperature", new() { Exact = true }).InputValueAsync()), -25, -15);
            await page.GetByRole(AriaRole.Button, new() { Name = "Random" }).ClickAsync();
            Assert.InRange(double.Parse(await page.GetByLabel("temperature", new() { Exact = true }).InputValueAsync()), -45, 5);
            Assert.True((await page.GetByLabel("temperature", new() { Exact = true }).InputValueAsync()).Length <= 6);
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"try-door-{scheme}.png"), FullPage = true });
        }
    }

    /// <summary>Temperatures around -20 ± 6, a door that is busy in a third of all steps.</summary>
    static TestSimulation Door => new()
    {
        Space = new Discrete(["open", "close"]),
        Observation = (test, _) => new()
        {
            ["temperature"] = -30 + 20 * test.Random.NextSingle(), ["busy"] = test.Random.NextSingle() < 0.33,
            ["queue"] = new[] { test.Steps, 10f - test.Steps },
        },
    };
}
