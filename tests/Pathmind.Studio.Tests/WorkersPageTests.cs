using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pathmind.Studios;
using Pathmind.Studios.Tokens;
using Pathmind.Studios.Workers;

namespace Pathmind.Tests;

/// <summary>The page of workers with a cluster that has one of everything.</summary>
public sealed class WorkersPageTests : StudioFolder
{
    const string Markup = "<img src=x onerror=\"document.title='taken'\">";

    static readonly string Rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Accessibility.js"));

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Workers_the_queue_and_failures_are_shown_and_a_worker_is_drained_by_keyboard(ColorScheme scheme, int width)
    {
        Few few = new();
        await using var studio = await StartAsync(few);
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "workers");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await Assertions.Expect(page.Locator(".count")).ToContainTextAsync("3 workers · 3 of 7 slots busy · 2 slices wait");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "north" }).First).ToContainTextAsync("#17 Fleet");
        await Assertions.Expect(page.Locator(".failures")).ToContainTextAsync("onerror");       // shown, not run
        Assert.Equal(0, await page.Locator("main img").CountAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.PictureAsync($"workers-{scheme}-{width}");
        Assert.Empty(await page.EvaluateAsync<string[]>(Rules));
        await page.GetByRole(AriaRole.Button, new() { Name = "Drain north at 10.0.0.1:7117" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not drain north at 10.0.0.1:7117" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Drain north at 10.0.0.1:7117" })).ToBeVisibleAsync();
        Assert.Equal([("10.0.0.1:7117", true), ("10.0.0.1:7117", false)], few.Drained);
        few.Error = "The cluster does not answer: Redis is gone.";
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Redis is gone");
        await Assertions.Expect(page.Locator(".workers")).ToContainTextAsync("north");          // what was known last
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_API_says_the_same_to_who_may_read_and_drains_for_who_may_all()
    {
        Few few = new();
        await using var studio = await StartAsync(few);
        var (_, reader) = await studio.Tokens.CreateAsync("reader", TokenScope.Read, null);
        using HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", reader);
        var state = JsonNode.Parse(await client.GetStringAsync("api/workers"))!;
        Assert.Equal(
            (true, 3, "gpu=yes", 17), ((bool)state["has_cluster"]!, state["workers"]!.AsArray().Count,
                (string)state["workers"]![1]!["labels"]![0]!, (int)state["workers"]![0]!["running"]![0]!["slice"]!["experiment"]!));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("api/workers/north/drain", null)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", studio.Token);
        Assert.Equal("""{"workers":1}""", await (await client.PostAsync("api/workers/north/drain", null)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("api/workers/10.0.0.1:7117/drain")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("api/workers/nobody/drain")).StatusCode);
        Assert.Equal([("north", true), ("10.0.0.1:7117", false)], few.Drained);
        few.Error = "Redis is gone.";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("api/workers")).StatusCode);
    }

    [Fact]
    public async Task Without_a_cluster_the_page_says_how_to_get_one()
    {
        await using var studio = await StartAsync(null);
        await using var browser = await Browser.OpenAsync(studio, path: "workers");
        await Assertions.Expect(browser.Page.Locator("main")).ToContainTextAsync("pathmind studio --cluster redis.example:6379");
        await browser.PictureAsync("workers-none");
        Assert.Empty(await browser.Page.EvaluateAsync<string[]>(Rules));
        Assert.Empty(browser.Errors);
    }

    Task<StudioServer> StartAsync(IWorkerCluster? cluster) =>
        StudioServer.StartAsync(new() { Data = Path.Combine(Data, "studio"), Port = 0, Cluster = cluster });

    /// <summary>Three workers: one of another version, one that leaves.</summary>
    sealed class Few : IWorkerCluster
    {
        const string Here = "0.1.0 build 1f2e3d4c on x64, vectors of 256 bits";

        public List<(string Worker, bool IsDrained)> Drained { get; } = [];

        /// <summary>Null as long as it answers.</summary>
        public string? Error { get; set; }

        public Microsoft.AspNetCore.Http.RequestDelegate Dashboard => context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.Body.WriteAsync("<title>engine</title>"u8.ToArray()).AsTask();
        };

        public IDisposable Serve(RelayedTraining training) => throw new NotSupportedException();

        public Task<int> DrainAsync(string worker, bool isDrained, CancellationToken cancellation)
        {
            if (worker is not ("north" or "10.0.0.1:7117"))
                return Task.FromResult(0);
            Drained.Add((worker, isDrained));
            return Task.FromResult(1);
        }

        public Task<ClusterState> ReadAsync(CancellationToken cancellation)
        {
            var now = DateTime.UtcNow;
            return Error is { } error ? Task.FromException<ClusterState>(new IOException(error)) : Task.FromResult(new ClusterState
            {
                Version = Here,
                Workers =
                [
                    One("north", 1, now) with
                    {
                        IsDraining = Drained is [.., (_, true)],
                        Running = [new(Slice(17, "Fleet", 1, 4), 41_200), new(Slice(17, "Fleet", 3, 4), 39_800)],
                    },
                    One("south", 2, now) with
                    {
                        IsDraining = true, Labels = ["gpu=yes", "room=2"], Running = [new(Slice(null, "CoffeeShop", 12, 9), 1_000_000)],
                    },
                    One("west", 3, now) with
                    {
                        Version = "0.1.0 build 99aa88bb on x64, vectors of 512 bits", HasSameVersion = false, Slots = 3,
                    },
                ],
                Waiting =
                [
                    new(Slice(17, "Fleet", 2, 4), Here, []), new(Slice(null, null, 4, 1), "0.1.0 build 99aa88bb on x64", ["gpu=yes"]),
                ],
                Failures =
                [
                    new(now.AddMinutes(-3), Slice(16, "Fleet", 2, 1), "south", Markup, IsFinal: true),
                    new(now.AddHours(-2), Slice(16, "Fleet", 1, 1), "north", "The process of the slice ended with exit code 134: Out of "
                        + "memory.", IsFinal: false),
                ],
            });
        }

        static WorkerState One(string name, int number, DateTime now) => new()
        {
            Name = name, Address = $"10.0.0.{number}:7117", Version = Here, HasSameVersion = true, Slots = 2, Load = 1.3 * number,
            Cores = 4, Labels = [], Since = now.AddHours(-number), LastSign = now, IsDraining = false, Running = [],
        };

        static SliceState Slice(int? experiment, string? simulation, int member, int generation) => new()
        {
            Experiment = experiment, Training = "0011aabb", Simulation = simulation, Member = member, Generation = generation,
        };
    }
}
