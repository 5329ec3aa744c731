using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>Trainings with several seeds, sweeps and populations: one experiment each, with its trainings.</summary>
public class TrainingSetTests : StudioFolder
{
    static TrainingOptions Short => new() { Steps = 6_000, Seed = 1, Threads = 2, StopWhenConverged = false, Display = Display.None };

    [Fact]
    public async Task Seeds_a_sweep_and_a_population_are_one_experiment_each_with_its_trainings_and_train_as_without_a_studio()
    {
        using var studio = StudioProcess.Start(Data, environment: Database is { } database ? [("PATHMIND_DATABASE", database)] : []);
        var options = Short with { Studio = studio.Address };

        var band = new MouseAndCheese().TrainSeeds(2, options);
        var (seeds, parts) = await SetAsync(studio, SetKind.Seeds, 2);
        Assert.Equal((band.Message, band.Reward.Mean), (seeds.Message, seeds.FinalReward));
        Assert.Equal(band.Seeds.Select(seed => seed.Training.History.Count).Order(), parts.Select(part => part.Rows).Order());
        Assert.Equal(new MouseAndCheese().TrainSeeds(2, options with { Studio = null }).Policy.ToOnnx(), band.Policy.ToOnnx());
        var page = await PageOf(studio, seeds);
        Assert.All(["2 seeds", ">seed 1<", ">seed 2<", "complete, kept", "Over all seeds"], text => Assert.Contains(text, page));

        SweepOptions sweep = new()
        {
            Trials = 3, EarlyStopping = new() { Factor = 3, Rungs = 2 },
            Ranges = new() { ["LearningRate"] = SweepRange.Logarithmic(1e-5, 1e-2) },
        };
        var found = new MouseAndCheese().Sweep(sweep, options);
        (var head, parts) = await SetAsync(studio, SetKind.Sweep, 3);
        Assert.Equal(found.Message, head.Message);
        Assert.Equal(found.Trials.Select(trial => trial.Steps).Order(), parts.Select(part => part.Steps).Order());
        page = await PageOf(studio, head);
        Assert.All(["3 trials", ">LearningRate<", "ended early", "complete, kept"], text => Assert.Contains(text, page));
        Assert.Equal(new MouseAndCheese().Sweep(sweep, options with { Studio = null }).Policy.ToOnnx(), found.Policy.ToOnnx());

        // The second one begins with numbers that ruin it, and goes on from the first.
        var training = new MouseAndCheese().Train(options with { Population = 2, Steps = 20_000 });
        (head, parts) = await SetAsync(studio, SetKind.Population, 2);
        Assert.Equal((training.Message, training.History.Count), (head.Message, head.Rows));
        Assert.All(parts, part => Assert.InRange(part.Rows, 9, training.History.Count));
        var copies = training.Population!.Members.SelectMany(member => member.CopiedFrom.Index()
            .Where(copy => copy.Item is not null).Select(copy => $"member {copy.Item} after {copy.Index + 1}"));
        page = await PageOf(studio, head);
        Assert.All(copies.Concat(["2 members", "kept", "Went on from"]), text => Assert.Contains(text, page));
        Assert.Contains($"<a href=\"experiments/{head.Number}\">#{head.Number} ", await PageOf(studio, parts[0]));
    }

    [Fact]
    public void Without_a_studio_at_the_address_seeds_sweeps_and_populations_are_as_ever()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";
        var options = Short with { Steps = 2_000, Studio = new(new(address), "token") };
        Assert.True(new MouseAndCheese().TrainSeeds(2, options).IsComplete);
        Assert.True(new MouseAndCheese().Sweep(
            new() { Trials = 2, Ranges = new() { ["Discount"] = SweepRange.Linear(0.9, 0.99) } }, options).IsComplete);
        Assert.Equal(StopReason.Steps, new MouseAndCheese().Train(options with { Population = 2 }).Stop);
    }

    [Fact]
    public async Task The_list_shows_a_set_as_one_line_that_opens_and_it_is_deleted_and_brought_back_with_its_trainings()
    {
        await using var studio = await StartAsync();
        var head = Registration.Of("Mouse") with { Set = SetKind.Sweep, Size = 2 };
        await studio.Board.RegisterAsync(head);
        for (var part = 1; part <= 2; part++)
            await studio.Board.RegisterAsync(Registration.Of("Mouse") with { PartOf = head.Key, Part = part });
        await studio.Board.TellAsync(
            1, new() { Members = [new() { Number = 1, Values = new() { ["<b>x</b>"] = "<script>alert(1)</script>" } }] });
        await using var browser = await Browser.OpenAsync(studio);
        var (page, rows) = (browser.Page, browser.Page.Locator("table.experiments tbody tr"));
        await browser.ConnectedAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "2 trials of experiment 1" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await Assertions.Expect(rows.Nth(2)).ToContainTextAsync("trial 2");
        await Until(() => page.Url.EndsWith("?open=1", StringComparison.Ordinal), "the address says what is open");
        await page.GetByLabel("Search experiments").FillAsync("#3");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("trial 2");
        await page.GotoAsync($"{studio.Address}experiments/1");
        await browser.ConnectedAsync();
        await Assertions.Expect(page.Locator(".set-table thead")).ToContainTextAsync("<b>x</b>");        // as text
        Assert.Empty(browser.Errors);

        foreach (var number in new[] { 1, 2, 3 })
            await studio.Board.EndAsync(number, new() { Stop = "Steps", Message = "" });
        await studio.Board.DeleteAsync(1);
        Assert.Empty(studio.Board.All);
        await studio.Board.RestoreAsync(1);
        Assert.Equal([3, 2, 1], studio.Board.All.Select(one => one.Number));
    }

    /// <summary>The newest experiment of a kind, and its trainings, once all have ended.</summary>
    static async Task<(ExperimentSummary Head, ExperimentSummary[] Parts)> SetAsync(StudioProcess studio, string kind, int size)
    {
        ExperimentSummary? head = null;
        ExperimentSummary[] parts = [];
        await Until(
            () =>
            {
                var all = studio.Client.List();
                head = all.FirstOrDefault(one => one.Set == kind);
                parts = [.. all.Where(one => head is not null && one.PartOf == head.Number)];
                return head is { Status: "Completed" } && parts.Length == size && parts.All(one => one.Status is not "Running");
            },
            $"the {kind} have ended");
        return (head!, parts);
    }

    static Task<string> PageOf(StudioProcess studio, ExperimentSummary experiment) =>
        studio.Http.GetStringAsync($"experiments/{experiment.Number}");
}
