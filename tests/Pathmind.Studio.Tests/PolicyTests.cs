using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Pathmind.Studios;
using Pathmind.Studios.Policies;

namespace Pathmind.Tests;

/// <summary>The policy of an experiment: taken away, looked at, served.</summary>
public sealed class PolicyTests : StudioFolder
{
    string Folder => Path.Combine(Data, "policies", "<b>coin</b>");

    [Fact]
    public async Task A_policy_is_taken_away_as_a_folder_as_onnx_and_as_code()
    {
        await using var studio = await TrainedAsync();
        using var http = Http(studio);
        foreach (var ending in new[] { "zip", "onnx" })
        {
            var file = Path.Combine(Data, $"taken.{ending}");
            await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync($"api/experiments/1/policy.{ending}"));
            Assert.Equal(nameof(Coin), Policy.Local(file).Simulation);
        }
        Assert.Contains("class CoinPolicy", await http.GetStringAsync("api/experiments/1/policy.cs"));
        await studio.Board.RegisterAsync(Registration.Of("Elsewhere"));
        var none = await http.GetAsync("api/experiments/2/policy.onnx");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("The policy is sent when the training ends.", await none.Content.ReadAsStringAsync());
        await studio.Board.EndAsync(2, new() { Stop = "Steps", Message = "Done." });
        none = await http.GetAsync("api/experiments/2/policy.onnx");
        Assert.Contains("wrote no folder", await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_training_without_a_folder_sends_its_policy_when_it_ends_and_one_with_a_folder_does_not()
    {
        await using var studio = await StartAsync();
        using var http = Http(studio);
        var training = new Coin().Train(Options(studio) with { Folder = null });
        await Until(
            () => studio.Board.Find(1)?.Log.Contains("It has sent its policy", StringComparison.Ordinal) == true, "the policy is sent");
        Assert.Equal(training.Policy.ToOnnx(), await http.GetByteArrayAsync("api/experiments/1/policy.onnx"));
        var served = await (await http.PostAsync("api/experiments/1/server", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("1", await AskAsync(served, side: 1));
        await using (var browser = await Browser.OpenAsync(studio, path: "experiments/1"))
        {
            await Assertions.Expect(browser.Page.Locator(".bar")).ToHaveCountAsync(2);
            await Assertions.Expect(browser.Page.Locator(".analyses")).ToContainTextAsync("This needs the simulation's code");
        }
        Train(new Coin(), studio);
        await Until(() => studio.Board.Find(2)?.Status == Studios.Experiments.ExperimentStatus.Completed, "the other one is reported");
        var sent = Path.Combine(Data, "studio", "policies");
        Assert.Equal(["1"], Directory.GetFileSystemEntries(sent).Select(Path.GetFileName));
        await studio.Board.DeleteAsync(1);
        await Until(() => Directory.GetFileSystemEntries(sent).Length == 0, "it goes with the experiment");
    }

    [Fact]
    public async Task What_is_no_policy_is_refused_and_leaves_nothing()
    {
        await using var studio = await StartAsync();
        using var http = Http(studio);
        await studio.Board.RegisterAsync(Registration.Of("Elsewhere"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync(1, new byte[1_000]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(1, new byte[(8 << 20) + 1]));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(7, new byte[10]));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Data, "studio", "policies")));

        async Task<HttpStatusCode> PutAsync(int number, byte[] content) =>
            (await http.PutAsync($"api/experiments/{number}/policy", new ByteArrayContent(content))).StatusCode;
    }

    [Fact]
    public async Task A_policy_server_answers_with_its_key_alone_and_is_there_again_after_a_restart()
    {
        JsonElement served;
        await using (var studio = await TrainedAsync())
        {
            using var http = Http(studio);
            served = await (await http.PostAsync("api/experiments/1/server", null)).Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("1", await AskAsync(served, side: 1));
            Assert.Equal("0", await AskAsync(served, side: 0));
            using HttpClient stranger = new() { BaseAddress = new(served.GetProperty("url").GetString()!) };
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsJsonAsync("predict/", new { side = 1 })).StatusCode);
            Assert.NotEqual(studio.Token, served.GetProperty("key").GetString());
        }
        await using var next = await StartAsync();
        using var again = Http(next);
        var found = await again.GetFromJsonAsync<JsonElement>("api/experiments/1/server");
        Assert.Equal(served.GetRawText(), found.GetRawText());
        Assert.Equal("1", await AskAsync(found, side: 1));
        (await again.DeleteAsync("api/experiments/1/server")).EnsureSuccessStatusCode();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(found, side: 1));
        Assert.Contains("\"url\":null", await again.GetStringAsync("api/experiments/1/server"));
    }

    [Fact]
    public async Task What_cannot_be_served_again_keeps_no_studio_from_starting_and_is_tried_at_the_next_start()
    {
        string url;
        await using (var studio = await TrainedAsync())
        {
            using var http = Http(studio);
            url = (await (await http.PostAsync("api/experiments/1/server", null)).Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("url").GetString()!;
        }
        var file = Path.Combine(Folder, "policy.onnx");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, "no policy", TestContext.Current.CancellationToken);
        await using (var studio = await StartAsync())
        {
            using var http = Http(studio);
            Assert.Contains("\"url\":null", await http.GetStringAsync("api/experiments/1/server"));
            var refused = await http.PostAsync("api/experiments/1/server", null);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await using var last = await StartAsync();
        using var again = Http(last);
        Assert.Contains(url, await again.GetStringAsync("api/experiments/1/server"));
        await last.Board.DeleteAsync(1);
        using HttpClient client = new() { BaseAddress = new(url) };
        for (var i = 0; i < 100 && await AnswersAsync(client); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(await AnswersAsync(client));                          // what is deleted is not served
    }

    [Fact]
    public async Task A_policy_that_is_trained_again_takes_over_in_the_server()
    {
        await using var studio = await TrainedAsync();
        using var http = Http(studio);
        var served = await (await http.PostAsync("api/experiments/1/server", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("1", await AskAsync(served, side: 1));
        Train(new Coin { IsTurned = true }, studio);
        for (var i = 0; i < 100 && await AskAsync(served, side: 1) != "0"; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal("0", await AskAsync(served, side: 1));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task In_the_page_a_policy_is_asked_and_served(ColorScheme scheme, int width)
    {
        await using var studio = await TrainedAsync();
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        var right = page.Locator(".bar", new() { HasText = "right" });
        await page.GetByLabel("side", new() { Exact = true }).FillAsync("1");
        await Assertions.Expect(right.Locator("b")).ToContainTextAsync("9");                     // 9x %
        await page.GetByLabel("side", new() { Exact = true }).FillAsync("0");
        await Assertions.Expect(page.Locator(".bar", new() { HasText = "left" }).Locator("b")).ToContainTextAsync("9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start policy server" }).ClickAsync();
        await Assertions.Expect(page.Locator(".served")).ToContainTextAsync("Served");
        var key = await page.GetByLabel("Key that clients send").InputValueAsync();
        Assert.True(key.Length >= 32, key);
        var line = page.GetByLabel("Asks it from a shell");
        var served = studio.Services.GetRequiredService<PolicyServers>().Find(1);
        await Assertions.Expect(line).ToHaveTextAsync(
            $"curl -H 'access-token: {key}' -H 'content-type: application/json' -d '{{\"side\":0}}' {served.Url}predict/");
        await Assertions.Expect(page.Locator(".policy")).ToContainTextAsync("not as Authorization: Bearer");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Locator(".ask-line").GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(await line.InnerTextAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Locator(".policy").ScrollIntoViewIfNeededAsync();
        await browser.PictureAsync($"policy-{scheme}-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the server" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start policy server" })).ToBeVisibleAsync();
        Assert.Empty(browser.Errors);
        Assert.Empty(browser.Elsewhere);
    }

    /// <summary>A studio to which a training with a folder has reported.</summary>
    async Task<StudioServer> TrainedAsync()
    {
        var studio = await StartAsync();
        Train(new Coin(), studio);
        await Until(() => studio.Board.Find(1)?.Status == Studios.Experiments.ExperimentStatus.Completed, "the training is reported");
        return studio;
    }

    void Train(Simulation simulation, StudioServer studio) => simulation.Train(Options(studio));

    TrainingOptions Options(StudioServer studio) => new()
    {
        Steps = 8_000, Folder = Folder, Display = Display.None, Studio = new(studio.Address, studio.Token),
    };

    static HttpClient Http(StudioServer studio)
    {
        HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        return client;
    }

    static async Task<string?> AskAsync(JsonElement served, int side)
    {
        using HttpClient client = new() { BaseAddress = new(served.GetProperty("url").GetString()!) };
        client.DefaultRequestHeaders.Add("access-token", served.GetProperty("key").GetString());
        var answer = await client.PostAsJsonAsync("predict/", new { side });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("actions")[0].ToString();
    }

    static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("", TestContext.Current.CancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Which side of a coin is up.</summary>
    sealed class Coin : Simulation
    {
        int side, step;

        public bool IsTurned { get; init; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

        public override void Reset() => (side, step) = (Random.Next(2), 0);

        public override void Step() => step++;

        public override Observation GetObservation(int agent) => new() { ["side"] = side };

        public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == (IsTurned ? 1 - side : side) ? 1 : 0 };

        public override bool IsDone(int agent) => step == 4;
    }
}
