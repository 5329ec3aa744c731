using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

/// <summary>What is found out about a policy with the code of its simulation, in processes of the tool: comparison,
/// importance, an episode.</summary>
public sealed class AnalysisTests : StudioFolder
{
    const string Markup = "<img src=x onerror=parent.document.title='taken'>";

    /// <summary>Guess a side that is seen; a second observation is noise.</summary>
    static string Script(string inStep = "", string inDraw = "") => $$"""
        using System;
        using Pathmind;
        class Sides : Simulation
        {
            int side, step;
            public static Policy Always => Policy.From("always left", _ => 0);
            public static Policy Knowing => Policy.From("knowing", observation => (int)observation["side"]);
            public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);
            public override Goals Goals => new() { ["hits"] = Goal.AtLeast(3) };
            public override void Reset() => (side, step, right) = (Random.Next(2), 0, 0);
            int right;
            public override void Step() { step++; right += Action[0].Choice == side ? 1 : 0; {{inStep}} }
            public override Observation GetObservation(int agent) => new() { ["side"] = side, ["{{Markup}}"] = Random.Next(3) };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0 };
            public override Metrics GetMetrics(int agent) => new() { ["hits"] = right };
            public override bool IsDone(int agent) => step == 4;
            public override void Draw(Canvas canvas) { canvas.Circle(side, 0, 0.4, "red"); canvas.Text(0, 1, "{{Markup}}"); {{inDraw}} }
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_policy_is_compared_its_observations_are_measured_and_an_episode_is_played_in_the_page(ColorScheme scheme, int width)
    {
        var folder = "";
        await using (var studio = await TrainedAsync(Script()))
        {
            await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/1");
            var page = browser.Page;
            await browser.ConnectedAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Measure", Exact = true }).ClickAsync();
            await page.GetByLabel("Seed of the episode").FillAsync("3");
            await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).First).ToBeVisibleAsync();
            await ShowsAsync(browser);
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await page.Locator("iframe.replay").ScrollIntoViewIfNeededAsync();
            await page.WaitForTimeoutAsync(500);
            await page.Locator(".analyses").ScreenshotAsync(
                new() { Path = Path.Combine(AppContext.BaseDirectory, $"analyses-{scheme}-{width}.png") });
            folder = Path.Combine(Data, "analyses", "1");
            Assert.Equal(3, Directory.GetDirectories(folder).Length);
            Assert.Empty(Directory.GetDirectories(Path.Combine(Data, "uploads")));
            Assert.Empty(browser.Errors);
            Assert.Empty(browser.Elsewhere);
        }
        await using var next = await StudioAsync();                          // and again after a restart
        await using var again = await Browser.OpenAsync(next, path: "experiments/1");
        await ShowsAsync(again);
        await next.Board.DeleteAsync(1);
        await Until(() => !Directory.Exists(folder), "what was found out goes with the experiment");

        static async Task ShowsAsync(Browser browser)
        {
            var page = browser.Page;
            await Assertions.Expect(Row("this policy").Locator("td").Last).ToHaveTextAsync("better");
            await Assertions.Expect(Row("knowing").Locator("td").Last).ToHaveTextAsync("better");
            await Assertions.Expect(Row("random").Locator("td").Last).ToHaveTextAsync(new Regex("^(not told|no difference)"));
            await Assertions.Expect(Row("hits")).ToContainTextAsync("at least 3");
            await Assertions.Expect(Row("side")).ToContainTextAsync("matters");
            await Assertions.Expect(Row(Markup)).ToContainTextAsync("can be left out");
            var replay = page.FrameLocator("iframe.replay");
            await Assertions.Expect(replay.Locator(".pathmind-replay")).ToContainTextAsync("step 2 of 4");
            await replay.GetByLabel("Step forward").Or(replay.GetByRole(AriaRole.Button).Last).First.ClickAsync();
            await Assertions.Expect(replay.Locator("circle").First).ToBeVisibleAsync();
            await page.GetByText("Steps as a table").ClickAsync();
            await Assertions.Expect(page.Locator(".steps-box tbody tr")).ToHaveCountAsync(4);
            Assert.NotEqual("taken", await page.TitleAsync());

            ILocator Row(string name) => page.Locator(".analysis tbody tr", new()
            {
                Has = page.GetByRole(AriaRole.Rowheader, new() { Name = name, Exact = true }),
            }).First;
        }
    }

    [Fact]
    public async Task The_page_of_an_episode_has_no_origin_no_network_and_no_way_out()
    {
        await using var studio = await TrainedAsync(Script());
        using var http = Http(studio);
        await RunAsync(http, "episode");
        var answer = await http.GetAsync("api/experiments/1/replay.html");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.EndsWith("frame-ancestors 'self'; sandbox allow-scripts", policy);
        Assert.DoesNotContain("connect-src", policy);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("api/experiments/1/steps.csv")).StatusCode);
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        await browser.ConnectedAsync();                                   // until then the frame is that of the page as it was sent
        var frame = browser.Page.FrameLocator("iframe.replay").Locator("body");
        Assert.Equal("null", await frame.EvaluateAsync<string>("() => self.origin"));
        Assert.Equal("SecurityError", await frame.EvaluateAsync<string>(
            "() => { try { return parent.document.title } catch (error) { return error.name } }"));
        Assert.Equal("refused", await frame.EvaluateAsync<string>("() => fetch('/api/experiments').then(() => 'read', () => 'refused')"));
    }

    [Fact]
    public async Task The_same_question_is_answered_from_what_is_kept_and_another_seed_is_another_question()
    {
        await using var studio = await TrainedAsync(Script());
        using var http = Http(studio);
        var first = await RunAsync(http, "importance");
        Assert.Equal("side", first.GetProperty("result").GetProperty("line").GetProperty("importance").GetProperty("observations")[0]
            .GetProperty("name").GetString());
        var same = await RunAsync(http, "importance");
        Assert.Equal(first.GetRawText(), same.GetRawText());
        var other = await RunAsync(http, "importance", "?seed=8&seconds=1");
        Assert.NotEqual(Made(first), Made(other));
        foreach (var (path, status) in new[]
        {
            ("1/analyses/importance?seconds=0", HttpStatusCode.UnprocessableEntity),
            ("1/analyses/importance?seed=x", HttpStatusCode.UnprocessableEntity), ("7/analyses/importance", HttpStatusCode.NotFound),
        })
            Assert.Equal(status, (await http.PostAsync($"api/experiments/{path}", null)).StatusCode);

        static string Made(JsonElement state) => state.GetProperty("result").GetProperty("made").GetString()!;
    }

    /// <summary>A step that never ends, and says which process is in it, or throws, once there is a file.</summary>
    static string Stuck(string flag) => $$"""
        if (System.IO.File.Exists("{{flag}}"))
        {
            if (System.IO.File.ReadAllText("{{flag}}") == "throw") throw new InvalidOperationException("the shelf is empty");
            System.IO.File.WriteAllText("{{flag}}", $"{Environment.ProcessId}");
            while (true) { }
        }
        """;

    /// <summary>Lets a comparison run into the loop.</summary>
    /// <returns>Its process.</returns>
    static async Task<int> LoopAsync(HttpClient http, string flag)
    {
        await File.WriteAllTextAsync(flag, "");
        (await http.PostAsync("api/experiments/1/analyses/comparison", null)).EnsureSuccessStatusCode();
        var process = 0;
        await Until(() => int.TryParse(Read(flag), out process), "the process is in its loop");
        return process;
    }

    [Fact]
    public async Task None_outlives_a_studio_that_is_killed()
    {
        var flag = Path.Combine(Directory.CreateTempSubdirectory("pathmind-flag-").FullName, "stuck");
        await using (await TrainedAsync(Script(Stuck(flag))))
        {
        }
        using var studio = StudioProcess.Start(Data);
        var process = await LoopAsync(studio.Http, flag);
        studio.Kill();
        await Until(() => !IsAlive(process), "the process is gone");
        Directory.Delete(Path.GetDirectoryName(flag)!, recursive: true);
    }

    [Fact]
    public async Task One_that_never_ends_is_cancelled_its_process_is_gone_and_a_crash_says_why()
    {
        var flag = Path.Combine(Directory.CreateTempSubdirectory("pathmind-flag-").FullName, "stuck");
        await using var studio = await TrainedAsync(Script(Stuck(flag)));
        using var http = Http(studio);
        var process = await LoopAsync(http, flag);
        await http.DeleteAsync("api/experiments/1/analyses/comparison");
        await Until(() => !IsAlive(process), "the process is gone");
        var state = await http.GetFromJsonAsync<JsonElement>("api/experiments/1/analyses/comparison");
        Assert.False(state.TryGetProperty("error", out _));
        Assert.False(state.TryGetProperty("result", out _));
        await File.WriteAllTextAsync(flag, "throw");
        state = await RunAsync(http, "comparison");
        Assert.Contains("the shelf is empty", state.GetProperty("error").GetString());
        Directory.Delete(Path.GetDirectoryName(flag)!, recursive: true);
    }

    static string Read(string flag)
    {
        try
        {
            return File.ReadAllText(flag);
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    async Task<JsonElement> RunAsync(HttpClient http, string kind, string query = "?seconds=1")
    {
        (await http.PostAsync($"api/experiments/1/analyses/{kind}{query}", null)).EnsureSuccessStatusCode();
        JsonElement state = default;
        for (var i = 0; i < 600; i++)
        {
            state = await http.GetFromJsonAsync<JsonElement>($"api/experiments/1/analyses/{kind}");
            if (!state.GetProperty("is_running").GetBoolean())
                return state;
            await Task.Delay(100);
        }
        throw new InvalidOperationException($"It never ended: {state}.");
    }

    static bool IsAlive(int process)
    {
        try
        {
            return !System.Diagnostics.Process.GetProcessById(process).HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    Task<StudioServer> StudioAsync() => StudioServer.StartAsync(new()
    {
        Data = Data, Port = 0, Tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")],
    });

    /// <summary>A studio with a script that it has trained.</summary>
    async Task<StudioServer> TrainedAsync(string script)
    {
        var studio = await StudioAsync();
        using StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Submit(new()
        {
            File = "sides.csx", Text = script, Options = JsonDocument.Parse("""{ "Steps": 6000 }""").RootElement.Clone(),
        });
        await Until(() => studio.Board.Find(1)!.Ended is not null, "it was trained");
        Assert.True(studio.Board.Find(1)!.Status == ExperimentStatus.Completed, studio.Board.Find(1)!.Log);
        return studio;
    }

    static HttpClient Http(StudioServer studio)
    {
        HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        return client;
    }
}
