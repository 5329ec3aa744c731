using Microsoft.DotNet.Interactive.Events;

namespace Pathmind.Tests;

/// <summary>Cells in the host's C# kernel.</summary>
public sealed class CellTests
{
    [Fact]
    public async Task A_cell_that_declares_a_simulation_trains_it_and_the_next_one_runs_the_policy()
    {
        using var host = await Host.StartAsync();
        var training = await host.RunAsync($"using System.IO;\n%train --steps 2000\n{Host.Coin}");
        Assert.Null(training.Error);
        Assert.Equal("Coin", Assert.IsType<TrainedPolicy>(host["policy"]).Simulation);
        Assert.Contains(training.Forms, form => form.MimeType == "image/svg+xml");

        Assert.Null((await host.RunAsync("%run")).Error);
        Assert.Equal(1, Assert.IsType<EpisodeLog>(host["log"]).Reward.Mean);
        Assert.Equal(2000, Assert.IsType<TrainingHistory>(host["history"])[^1].Steps, 2000.0);
    }

    [Theory]
    [InlineData("%train --steps 300000")]
    [InlineData("#!train --steps 300000")]
    [InlineData("var training = new Coin().Train(new() { Steps = 300000, StopWhenConverged = false });")]
    public async Task The_picture_of_a_training_moves_in_place(string cell)
    {
        using var host = await Host.StartAsync();
        await host.RunAsync(Host.Coin);
        var training = await host.RunAsync(cell);
        Assert.Null(training.Error);
        var live = training.Produced.First().ValueId;
        Assert.All(training.Updated, update => Assert.Equal(live, update.ValueId));
        Assert.NotEmpty(training.Updated);
    }

    [Theory]
    [InlineData("%train --steps 2000000000 --seed 1", "policy")]
    [InlineData("#!train --steps 2000000000 --seed 1", "policy")]
    [InlineData("var training = new Wandering().Train(new() { Steps = 2_000_000_000, StopWhenConverged = false });", "training")]
    public async Task A_training_that_is_cancelled_keeps_its_best_policy(string cell, string variable)
    {
        using var host = await Host.StartAsync();
        await host.RunAsync(Host.Coin.Replace("Coin", "Wandering").Replace("Action[0].Choice", "Action[0].Choice + Random.NextDouble()"));
        using CancellationTokenSource stop = new();
        var training = host.RunAsync(cell, stop.Token);
        await Task.Delay(700);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => training);
        for (var attempt = 0; attempt < 100 && host[variable] is null; attempt++)
            await Task.Delay(100);                                       // the host does not wait for a cell that it has cancelled
        var policy = host[variable] as TrainedPolicy ?? Assert.IsType<TrainingResult>(host[variable]).Policy;
        Assert.Equal("Wandering", policy.Simulation);
        Assert.Null((await host.RunAsync("1 + 1")).Error);
    }

    [Fact]
    public async Task A_reward_function_is_compiled_by_the_session_and_its_error_is_one_sentence()
    {
        using var host = await Host.StartAsync();
        Assert.Null((await host.RunAsync($"%train --steps 500 --reward 'terms => 7 * terms[\"head\"]'\n{Host.Coin}")).Error);
        var history = Assert.IsType<TrainingHistory>(host["history"]);
        Assert.All(history.Where(row => row.RewardMean is not null), row => Assert.Equal(7 * row.Terms["head"], row.RewardMean!.Value, 6));

        Assert.Equal("'x => nothing' cannot be compiled: CS0103: The name 'nothing' does not exist in the current context",
            (await host.RunAsync("%train --reward 'x => nothing'")).Error);
        Assert.Null((await host.RunAsync("#!train --steps 500 --as quoted --reward 'terms => 7 * terms[\"head\"]'")).Error);
        Assert.IsType<TrainedPolicy>(host["quoted"]);
    }

    [Theory]
    [InlineData("%trian", "Line 1: there is no magic '%trian'. Did you mean %train?")]
    [InlineData("%train --stepz 5", "Line 1: There is no option '--stepz'. Did you mean --steps?")]
    [InlineData("%run Shop", "Shop cannot be made: FileNotFoundException: orders.csv is not there")]
    [InlineData("%pathmind simulations", "Shop cannot be made: FileNotFoundException: orders.csv is not there")]
    [InlineData("%train Shop", "orders.csv is not there")]
    [InlineData("#!run Shop", "Shop cannot be made: FileNotFoundException: orders.csv is not there")]
    [InlineData("%train\nthrow new System.Exception(\"oops\");", null)]
    [InlineData("%train\nclass {", "CS1001")]
    public async Task An_error_fails_the_cell_with_a_sentence(string cell, string? message)
    {
        using var host = await Host.StartAsync();
        var shop = Host.Coin.Replace("Coin", "Shop")
            .Replace("public override void Reset",
                "public Shop() => throw new System.IO.FileNotFoundException(\"orders.csv is not there\");\n public override void Reset");
        await host.RunAsync(shop);
        var outcome = await host.RunAsync(cell);
        var failed = Assert.Single(outcome.Events.OfType<CommandFailed>());
        Assert.Contains(message ?? "oops", failed.Message ?? failed.Exception.ToString());
        if (message is not null)                                         // an exception of a cell itself has the host's own form
            Assert.DoesNotContain("   at ", failed.Message ?? "");
        Assert.Null(host["policy"]);
        Assert.Null(host["log"]);
    }

    [Fact]
    public async Task Cells_are_compiled_optimised_and_without_warnings()
    {
        using var host = await Host.StartAsync();
        await host.RunAsync("class Plain { public int? Number; public string Text = \"\"; }");
        var warnings = (await host.RunAsync("typeof(Plain)")).Events.OfType<DiagnosticsProduced>()
            .SelectMany(produced => produced.Diagnostics);
        Assert.Empty(warnings);
        var optimised = await host.RunAsync(
            "!typeof(Plain).Assembly.GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>().Any(a => "
            + "a.IsJITOptimizerDisabled)");
        Assert.Contains("True", optimised.Value("text/html"));
    }

    [Fact]
    public async Task Progress_as_json_is_a_line_each_on_the_cells_output()
    {
        using var host = await Host.StartAsync();
        var training = await host.RunAsync($"%train --steps 2000 --progress json\n{Host.Coin}");
        var lines = string.Concat(training.Events.OfType<StandardOutputValueProduced>().SelectMany(text => text.FormattedValues)
            .Select(form => form.Value))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("end", System.Text.Json.JsonDocument.Parse(lines[^1]).RootElement.GetProperty("event").GetString());
        Assert.All(lines, line => Assert.StartsWith("{\"event\":", line));
    }

    [Fact]
    public async Task A_run_as_the_last_line_shows_its_tables_once()
    {
        using var host = await Host.StartAsync();
        await host.RunAsync(Host.Coin);
        var run = await host.RunAsync("new Coin().Run(Policy.Random(1))");
        Assert.Single(run.Forms, form => form.MimeType == "text/html" && form.Value.Contains(">Steps<", StringComparison.Ordinal));
        Assert.Equal("EpisodeLog, shown above.", run.Value("text/plain"));
        Assert.Contains("Summary", (await host.RunAsync("new Coin().Run(Policy.Random(1), episodes: 3)")).Value("text/plain"));
    }
}
