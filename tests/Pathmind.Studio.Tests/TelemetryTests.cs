using System.Text.Json.Nodes;

namespace Pathmind.Tests;

/// <summary>What the studio tells others: a webhook, a collector of figures, its log.</summary>
public sealed class TelemetryTests : StudioFolder
{
    [Fact]
    public async Task The_end_of_a_training_is_told_once_and_again_after_a_refusal_and_nobody_waits_for_it()
    {
        using Receiver receiver = new() { Refusals = 1 };
        await using var studio = await Studios.StudioServer.StartAsync(
            new() { Data = Path.Combine(Data, "studio"), Port = 0, Webhook = receiver.Address });
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 3));
        await studio.Board.EndAsync(1, new() { Stop = "Steps", Message = "Training finished.", Reward = 5 });
        await studio.Board.EditAsync(1, one => one with { Notes = "seen" });                               // not another end
        await Until(() => receiver.Bodies.Count == 2, "it is told again");
        var told = JsonNode.Parse(receiver.Bodies[1])!;
        Assert.Equal(receiver.Bodies[0], receiver.Bodies[1]);
        Assert.Equal(("experiment.ended", $"{studio.Address}experiments/1"), ((string?)told["event"], (string?)told["url"]));
        var experiment = told["experiment"]!;
        Assert.Equal(("Completed", "Training finished."), ((string?)experiment["status"], (string?)experiment["message"]));
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await studio.Board.EndAsync(2, new() { Stop = "Failed", Message = "No." });
        await Until(() => receiver.Bodies.Count == 3, "the next end is told");
    }

    [Fact]
    public async Task Figures_go_to_the_collector_that_the_variable_names()
    {
        using Receiver receiver = new();
        using var studio = StudioProcess.Start(
            Data, environment:
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{receiver.Address}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
            ]);
        studio.Client.Register(Registration.Of("Mouse"));
        studio.Client.Append(1, Registration.Rows(1, 3));
        foreach (var name in new[] { "pathmind.studio.rows", "pathmind.studio.experiments", "http.server.request.duration" })
            await Until(() => receiver.Bodies.Any(body => body.Contains(name, StringComparison.Ordinal)), name);
        Assert.DoesNotContain(receiver.Bodies, body => body.Contains(studio.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_lies_in_the_data_folder_and_has_no_token()
    {
        using (var studio = StudioProcess.Start(Data))
        {
            await studio.Http.GetStringAsync("");
            studio.Client.Submit(new()
            {
                File = "coin.csx", Text = SubmissionTests.Script(""), Start = false,
                Options = System.Text.Json.JsonDocument.Parse("{}").RootElement,
            });
            studio.Interrupt();
            var log = Assert.Single(Directory.GetFiles(Path.Combine(Data, "logs"), "studio-*.log"));
            var text = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(studio.Token, text);
        }
    }
}
