using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Studios;
using Pathmind.Studios.Sharing;

namespace Pathmind.Tests;

/// <summary>Links by which others look at an experiment, and at nothing else.</summary>
public class SharingTests : StudioFolder
{
    [Fact]
    public async Task A_visitor_gets_the_experiments_of_the_link_and_only_what_its_owner_chose()
    {
        await using var studio = await FilledAsync();
        var (_, bare) = await studio.Shares.CreateAsync(new([1]));
        var (_, whole) = await studio.Shares.CreateAsync(new([1], HasNotes: true, HasLog: true));
        using HttpClient visitor = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = studio.Address };
        using var answer = await visitor.GetAsync($"share/{bare}");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("Mouse", page);
        Assert.Contains("Ppo.Discount", page);
        foreach (var hidden in new[] { "why it learns", "Hidden", "out of cheese", "Registered", "_blazor", studio.Token })
            Assert.DoesNotContain(hidden, page);
        var all = await visitor.GetStringAsync($"share/{whole}");
        foreach (var chosen in new[] { "why it learns", "out of cheese" })
            Assert.Contains(chosen, all);
        Assert.DoesNotContain("Hidden", all);
        var charts = (await visitor.GetFromJsonAsync<JsonArray>($"share/{bare}/curves"))!;
        Assert.Equal("reward", (string)charts[0]!["id"]!);
        Assert.Equal(5, charts[0]!["lines"]![0]!["x"]!.AsArray().Count);
        var seen = page.Split("data-version=\"")[1].Split('"')[0];
        Assert.Equal(HttpStatusCode.NoContent, (await visitor.GetAsync($"share/{bare}/now?seen={seen}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"share/{bare}/now?seen=x")).StatusCode);
    }

    [Theory]
    [InlineData("GET /share/{link}/experiments/2", 404)]
    [InlineData("GET /share/{link}/api/experiments", 404)]
    [InlineData("GET /share/{link}/curves/2", 404)]
    [InlineData("GET /share/{link}/_blazor", 404)]
    [InlineData("GET /share/{link}/../../api/experiments", 401)]
    [InlineData("GET /share/{link}/%2e%2e/%2e%2e/api/experiments/2", 401)]
    [InlineData("GET /share/{link}/..%2f..%2fapi%2fexperiments", 404)]
    [InlineData("GET /share/{link}/chart/..%2f..%2f..%2fsettings", 404)]
    [InlineData("GET /share/{link}/assets/x/..%2f..%2ftoken", 404)]
    [InlineData("GET /share/{link}/assets/x/blazor.web.js", 404)]
    [InlineData("GET /share/{link}%2f..%2f..%2fsettings", 404)]
    [InlineData("GET //share/{link}", 401)]
    [InlineData("GET /api/experiments?token={link}", 401)]
    [InlineData("GET /?token={link}", 401)]
    [InlineData("GET /api/shares", 401)]
    [InlineData("GET /share/{link}0", 404)]
    [InlineData("GET /share/{digest}", 404)]
    [InlineData("GET /share/{owner}", 404)]
    [InlineData("GET /share/", 404)]
    [InlineData("GET /share", 404)]
    [InlineData("GET /share/{link}?e=2&number=2&experiments=2", 200)]
    [InlineData("POST /share/{link}", 405)]
    [InlineData("PUT /share/{link}", 405)]
    [InlineData("DELETE /share/{link}", 405)]
    [InlineData("HEAD /share/{link}", 405)]
    [InlineData("OPTIONS /share/{link}/curves", 405)]
    [InlineData("POST /api/experiments/1/stop", 401)]
    public async Task A_link_leads_nowhere_else_however_it_is_written(string request, int expected)
    {
        await using var studio = await FilledAsync();
        var (share, link) = await studio.Shares.CreateAsync(new([1]));
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, studio.Address.Port);
        await using var stream = client.GetStream();
        var line = request.Replace("{link}", link).Replace("{digest}", share.Digest).Replace("{owner}", studio.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{line} HTTP/1.1\r\nHost: {studio.Address.Authority}\r\nAuthorization: Bearer {link}\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
        using StreamReader reader = new(stream);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith($"HTTP/1.1 {expected} ", answer);
        Assert.DoesNotContain("Hidden", answer);
        Assert.DoesNotContain("Set-Cookie", answer);
    }

    [Fact]
    public async Task A_link_that_was_revoked_has_expired_or_shows_nothing_any_more_is_as_if_it_never_was()
    {
        await using var studio = await FilledAsync();
        var (revoked, first) = await studio.Shares.CreateAsync(new([1]));
        var (expiring, second) = await studio.Shares.CreateAsync(new([1], Expires: DateTime.UtcNow.AddSeconds(1)));
        var (_, third) = await studio.Shares.CreateAsync(new([2]));
        using HttpClient visitor = new() { BaseAddress = studio.Address };
        foreach (var link in new[] { first, third })
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"share/{link}")).StatusCode);
        Assert.True(await studio.Shares.RevokeAsync(revoked.Id));
        await studio.Board.EndAsync(2, new() { Stop = "Steps", Message = "Done." });
        await studio.Board.DeleteAsync(2);
        await Until(() => studio.Shares.IsOver(expiring), "its time is over");
        var unknown = await visitor.GetAsync($"share/{new string('0', first.Length)}");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        foreach (var link in new[] { first, second, third })
        {
            using var answer = await visitor.GetAsync($"share/{link}");
            Assert.Equal(unknown.StatusCode, answer.StatusCode);
            Assert.Equal(await unknown.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"share/{link}/curves")).StatusCode);
        }
    }

    [Fact]
    public async Task Who_guesses_is_answered_no_more_for_a_while_and_who_has_opened_a_link_still_is()
    {
        await using var studio = await FilledAsync();
        var (_, opened) = await studio.Shares.CreateAsync(new([1]));
        var (_, other) = await studio.Shares.CreateAsync(new([1]));
        using HttpClient visitor = new() { BaseAddress = studio.Address };
        await visitor.GetAsync($"share/{opened}");
        for (var guess = 0; guess < GuessLimit.Most; guess++)
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"share/{guess:x32}")).StatusCode);
        using var refused = await visitor.GetAsync($"share/{other}");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(GuessLimit.Window, refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"share/{opened}/curves")).StatusCode);
    }

    [Fact]
    public void Guesses_are_counted_for_each_address_and_forgotten_after_a_while()
    {
        Clock clock = new();
        GuessLimit limit = new(clock);
        var (guesser, neighbour, other) = (IPAddress.Parse("2001:db8::1"), IPAddress.Parse("2001:db8::2"), IPAddress.Parse("10.0.0.1"));
        for (var guess = 0; guess < GuessLimit.Most; guess++)
        {
            Assert.True(limit.Admits(guesser, "x"));
            limit.Missed(guesser);
        }
        Assert.Equal((false, false, true), (limit.Admits(guesser, "x"), limit.Admits(neighbour, "x"), limit.Admits(other, "x")));
        clock.Now += GuessLimit.Window;
        Assert.True(limit.Admits(guesser, "x"));
    }

    [Fact]
    public async Task Only_a_chart_may_be_framed_and_a_shared_page_is_of_no_origin()
    {
        await using var studio = await FilledAsync();
        var (_, link) = await studio.Shares.CreateAsync(new([1]));
        using HttpClient visitor = new() { BaseAddress = studio.Address };
        foreach (var (path, frames) in new[]
        {
            ("", "'none'"), ("/curves", "'none'"), ("/chart/nothing", "'none'"), ("/chart/reward", "* "),
        })
        {
            using var answer = await visitor.GetAsync($"share/{link}{path}");
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains($"frame-ancestors {frames}", policy);
            Assert.StartsWith("sandbox allow-scripts;", policy);
            Assert.Equal(frames == "'none'", answer.Headers.Contains("X-Frame-Options"));
        }
    }

    [Fact]
    public async Task Links_are_made_listed_and_revoked_by_the_API_and_outlive_a_restart_as_digests()
    {
        string address;
        await using (var studio = await FilledAsync())
        {
            using var client = Client(studio);
            using var made = await SendAsync(client, new { experiments = new[] { 1, 2 }, name = "Ada", notes = true, days = 7 });
            var link = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
            address = new Uri((string)link["url"]!).AbsolutePath[1..];
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address)).StatusCode);
            var listed = await client.GetStringAsync("api/shares");
            Assert.Contains("Ada", listed);
            Assert.DoesNotContain(address.Split('/')[1], listed);
            foreach (var (wish, message) in new (object, string)[]
            {
                (new { experiments = new[] { 7 } }, "no experiment 7"), (new { experiments = Array.Empty<int>() }, "1 to 24"),
                (new { experiments = new[] { 1 }, days = -1 }, "above 0"),
                (new { experiments = new[] { 1 }, name = new string('x', 101) }, "at most 100"),
            })
                Assert.Contains(message, await (await SendAsync(client, wish)).Content.ReadAsStringAsync());
        }
        Assert.DoesNotContain(address.Split('/')[1], string.Concat(
            Directory.GetFiles(Path.Combine(Data, "studio"), "studio.db*").Select(file => File.ReadAllText(file, Encoding.Latin1))));
        await using var next = await StartAsync();
        using var again = Client(next);
        Assert.Contains("Hidden", await again.GetStringAsync(address));
        Assert.Equal(HttpStatusCode.NoContent, (await again.DeleteAsync("api/shares/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await again.DeleteAsync("api/shares/1")).StatusCode);
    }

    [Fact]
    public async Task The_report_of_a_training_with_a_folder_is_one_file()
    {
        await using var studio = await FilledAsync();
        var folder = Path.Combine(Data, "policy");
        _ = new Coin().Train(new() { Steps = 600, Folder = folder, Studio = null });
        await studio.Board.RegisterAsync(Registration.Of("Coin") with { Folder = folder, Machine = Environment.MachineName });
        using var client = Client(studio);
        using var report = await client.GetAsync("api/experiments/3/report.html");
        Assert.Equal("attachment", report.Content.Headers.ContentDisposition?.DispositionType);
        var page = await report.Content.ReadAsStringAsync();
        Assert.Contains("Coin", page);
        Assert.DoesNotContain("src=\"http", page);
        using var none = await client.GetAsync("api/experiments/1/report.html");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("sent no policy", await none.Content.ReadAsStringAsync());
        await File.WriteAllTextAsync(Path.Combine(folder, "training.json"), "{", TestContext.Current.CancellationToken);
        using var damaged = await client.GetAsync("api/experiments/3/report.html");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, damaged.StatusCode);
    }

    /// <summary>A mouse with notes and an error, and an experiment that is no visitor's business.</summary>
    async Task<StudioServer> FilledAsync()
    {
        var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse", """{ "Ppo": { "Discount": 0.9 } }"""));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 5));
        await studio.Board.EditAsync(1, one => one with { Notes = "why it learns" });
        await studio.Board.EndAsync(1, new() { Stop = "Failed", Message = "Mouse.Step() threw: out of cheese." });
        await studio.Board.RegisterAsync(Registration.Of("Hidden"));
        return studio;
    }

    static HttpClient Client(StudioServer studio) => new()
    {
        BaseAddress = studio.Address, DefaultRequestHeaders = { Authorization = new("Bearer", studio.Token) },
    };

    static async Task<HttpResponseMessage> SendAsync(HttpClient client, object body)
    {
        using var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();                             // its length is said
        return await client.PostAsync("api/shares", content);
    }

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Heads is right.</summary>
    sealed class Coin : Simulation
    {
        int steps;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => steps = 0;

        public override void Step() => steps++;

        public override Observation GetObservation(int agent) => new() { ["steps"] = steps / 4f };

        public override Reward GetReward(int agent) => new() { ["heads"] = Action[0].Choice };

        public override bool IsDone(int agent) => steps >= 4;
    }
}
