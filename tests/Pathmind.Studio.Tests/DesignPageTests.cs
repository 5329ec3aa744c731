using Microsoft.Playwright;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

/// <summary>The design of an experiment that waits, edited in the page: reward, observations, limits.</summary>
public sealed class DesignPageTests : StudioFolder
{
    internal const string Desk = """
        using System;
        using Pathmind;
        class Desk : Simulation
        {
            int waiting, minute;
            public override ActionSpace ActionSpace(int agent) => new Discrete(3);
            public override void Reset() => (waiting, minute) = (0, 0);
            public override void Step() => (waiting, minute) = (Math.Max(0, waiting + Random.Next(3) - Action[0].Choice), minute + 1);
            public override Observation GetObservation(int agent) => new() { ["waiting"] = waiting / 9f, ["minute"] = minute / 20f };
            public override Reward GetReward(int agent) => new() { ["queue"] = -waiting, ["wages"] = -Action[0].Choice };
            public override Metrics GetMetrics(int agent) => new() { ["left"] = waiting };
            public override bool IsDone(int agent) => minute >= 20;
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Weights_from_sliders_and_observations_left_out_are_those_of_the_policy(ColorScheme scheme, int width)
    {
        await using var studio = await WaitingAsync();
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByLabel("Weights", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Weight of queue, slider").FillAsync("2.5");
        await page.GetByLabel("Weight of wages", new() { Exact = true }).FillAsync("0.5");
        await page.GetByLabel("minute", new() { Exact = true }).UncheckAsync();
        await page.GetByLabel("Steps", new() { Exact = true }).FillAsync("3000");
        await page.GetByLabel("Seed", new() { Exact = true }).FillAsync("4");
        await browser.PictureAsync($"design-weights-{scheme}-{width}");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save design" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        var options = studio.Board.Find(1)!.OptionsOf();
        Assert.Equal("""{"queue":2.5,"wages":0.5}""", options["RewardWeights"]!.ToJsonString());
        Assert.Contains(("Observations", "waiting"), Studios.Pages.StartText.Of(studio.Board.Find(1)!));
        await page.GetByLabel("Seed", new() { Exact = true }).FillAsync("5");                              // and start without saving
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await Until(() => studio.Board.Find(1)!.Ended is not null, "it was trained");
        Assert.Equal(5, (int?)studio.Board.Find(1)!.OptionsOf()["Seed"]);
        var policy = TrainedPolicy.Load(Path.Combine(Data, "experiments", "1"));
        Assert.Equal(["waiting"], policy.ObservationNames);
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Save design" }).CountAsync());
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_population_is_trained_with_what_is_written_and_not_saved_and_not_with_a_fault()
    {
        await using var studio = await WaitingAsync();
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByLabel("Members of the population").FillAsync("2");
        await page.GetByLabel("Steps", new() { Exact = true }).FillAsync("-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train a population" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The design has a fault")).ToBeVisibleAsync();
        Assert.Equal(ExperimentStatus.Created, studio.Board.Find(1)!.Status);
        await page.GetByLabel("Steps", new() { Exact = true }).FillAsync("2000");
        await page.GetByLabel("Seed", new() { Exact = true }).FillAsync("7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train a population" }).ClickAsync();
        await Until(() => studio.Board.Find(1)!.Ended is not null, "it was trained");
        var options = studio.Board.Find(1)!.OptionsOf();
        Assert.Equal((7, 2_000, 2), ((int?)options["Seed"], (int?)options["Steps"], (int?)options["Population"]));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_reward_in_code_is_refused_at_its_line_or_with_the_terms_that_exist_and_kept_when_it_is_right()
    {
        await using var studio = await WaitingAsync();
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByLabel("C# code").CheckAsync();
        await Expect("x =>\n  x[\"queue\"] + missing", "line 2, column 16: ");
        await browser.PictureAsync("design-code-fault");
        await Expect("x => x[\"sales\"]", "There is no reward term 'sales'. There are: queue, wages.");
        Assert.False(studio.Board.Find(1)!.OptionsOf().ContainsKey("Reward"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The design has a fault")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal(ExperimentStatus.Created, studio.Board.Find(1)!.Status);
        await page.GetByLabel("Reward in C#").FillAsync("x => 3 * x[\"queue\"]");
        await page.GetByLabel("Goal of left").SelectOptionAsync("at most");
        await page.GetByLabel("Bound of left").FillAsync("1.5");
        await page.GetByLabel("Train to keep left").CheckAsync();
        await page.GetByLabel("Goal of wages").SelectOptionAsync("minimise");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save design" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var options = studio.Board.Find(1)!.OptionsOf();
        Assert.Equal("x => 3 * x[\"queue\"]", (string?)options["Reward"]);
        Assert.Equal("""{"left":"at most 1.5"}""", options["Limits"]!.ToJsonString());
        Assert.Equal(
            new Dictionary<string, string> { ["left"] = "at most 1.5", ["wages"] = "minimise" },
            ExperimentDesign.Of(studio.Board.Find(1)!).Goals);
        Assert.Empty(browser.Errors);

        async Task Expect(string code, string message)
        {
            await page.GetByLabel("Reward in C#").FillAsync(code);
            await page.GetByRole(AriaRole.Button, new() { Name = "Save design" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(message, new() { Timeout = 60_000 });
        }
    }

    [Fact]
    public async Task Options_that_cannot_be_together_are_refused_with_what_to_do()
    {
        await using var studio = await WaitingAsync();
        var waiting = studio.Board.Find(1)!;
        ExperimentDesign design = new()
        {
            TermWeights = new Dictionary<string, double> { ["queue"] = 1, ["wages"] = 2 },
            Limits = new Dictionary<string, string> { ["left"] = "at most 1" },
        };
        Assert.Contains("write the weights into Reward", Assert.Throws<InvalidDataException>(() => design.ApplyTo(waiting)).Message);
        var changed = (design with { Limits = new Dictionary<string, string>() }).With("Steps", 70).ApplyTo(waiting);
        Assert.Equal(70, changed.TotalSteps);
        Assert.Equal(design.TermWeights, ExperimentDesign.Of(changed).TermWeights);
        Assert.Equal((["queue", "wages"], ["left"], ["waiting", "minute"]), ExperimentDesign.NamesOf(changed), Same);

        static bool Same((string[] A, string[] B, string[] C) one, (string[] A, string[] B, string[] C) other) =>
            one.A.SequenceEqual(other.A) && one.B.SequenceEqual(other.B) && one.C.SequenceEqual(other.C);
    }

    /// <summary>A studio with one experiment that waits.</summary>
    Task<StudioServer> WaitingAsync() => WaitingAsync(Data, Desk);

    /// <summary>A studio with one experiment of a script that waits.</summary>
    internal static async Task<StudioServer> WaitingAsync(string data, string script)
    {
        var studio = await StudioServer.StartAsync(new()
        {
            Data = data, Port = 0, Tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")],
        });
        using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Submit(new()
        {
            File = "desk.csx", Text = script, Start = false,
            Options = System.Text.Json.JsonDocument.Parse("""{ "Steps": 4000 }""").RootElement.Clone(),
        });
        return studio;
    }
}
