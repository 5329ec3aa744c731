using System.Net;
using System.Net.Sockets;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>Real trainings that report to the studio's process, in good and in bad times.</summary>
public sealed class ReportingTests : StudioFolder
{
    static TrainingOptions Short => new() { Steps = 20_000, Seed = 1, Threads = 1, StopWhenConverged = false, Display = Display.None };

    [Fact]
    public async Task A_training_appears_with_all_its_rows_and_how_it_ended()
    {
        using var studio = StudioProcess.Start(Data);
        var training = new MouseAndCheese().Train(Short with { Studio = studio.Address });
        await Until(() => studio.Client.List() is [{ Status: "Completed" }], "the experiment has completed");
        var experiment = studio.Client.Get(1);
        Assert.Equal(("MouseAndCheese", training.Message, training.Reward), (
            experiment.Simulation, experiment.Message, experiment.FinalReward));
        var rows = studio.Client.Rows(1);
        Assert.Equal(
            training.History.Select(row => (double?)row.Steps), rows.Rows.Select(row => row[Array.IndexOf(rows.Columns, "steps")]));
        Assert.Equal(
            training.History.Select(row => row.Terms.TryGetValue("found_cheese", out var found) ? found : (double?)null),
            rows.Rows.Select(row => row[Array.IndexOf(rows.Columns, "reward_found_cheese")]));
    }

    [Fact]
    public async Task The_policy_is_the_same_bit_for_bit_with_and_without_a_studio()
    {
        using var studio = StudioProcess.Start(Data);
        string[] folders = [Path.Combine(Data, "with"), Path.Combine(Data, "without")];
        new MouseAndCheese().Train(Short with { Studio = studio.Address, Folder = folders[0] });
        new MouseAndCheese().Train(Short with { Studio = null, Folder = folders[1] });
        var policies = folders.Select(folder => File.ReadAllBytes(Path.Combine(folder, "policy.onnx"))).ToArray();
        Assert.Equal(policies[1], policies[0]);
        await Until(() => studio.Client.List() is [{ Status: "Completed" }], "the experiment has completed");
    }

    [Fact]
    public async Task The_address_is_shown_once_and_the_page_is_there()
    {
        using var studio = StudioProcess.Start(Data);
        Lines display = new();
        new MouseAndCheese().Train(Short with
        {
            Studio = studio.Address,
            Display = display,
            Steps = 60_000,
            OnIteration = _ => Thread.Sleep(display.Text.Any() ? 0 : 20),     // the studio has time to answer
        });
        var line = Assert.Single(display.Text, text => text.StartsWith("See your Pathmind experiment at: ", StringComparison.Ordinal));
        Assert.Equal($"{studio.File.Url}experiments/1", line.Split(": ")[1]);
        Assert.DoesNotContain(studio.File.Token, line);                      // a notebook is shared with its output
        Assert.Contains("MouseAndCheese", await studio.Http.GetStringAsync(line.Split(": ")[1]));
    }

    [Fact]
    public async Task The_studio_s_user_stops_a_training_which_keeps_its_best_policy()
    {
        using var studio = StudioProcess.Start(Data);
        var isAsked = false;
        var training = new MouseAndCheese().Train(Short with
        {
            Studio = studio.Address,
            Steps = 50_000_000,
            OnIteration = row =>
            {
                if (isAsked || studio.Client.List() is not [{ Rows: > 0 }])
                    return;
                studio.Http.PostAsync("api/experiments/1/stop", null).GetAwaiter().GetResult().EnsureSuccessStatusCode();
                isAsked = true;
            },
        });
        Assert.Equal(StopReason.Interrupted, training.Stop);
        await Until(() => studio.Client.Get(1).Status == "Stopped", "the studio says that it is stopped");
    }

    [Fact]
    public async Task A_studio_that_is_killed_and_started_again_has_the_whole_training()
    {
        var first = StudioProcess.Start(Data);
        var port = new Uri(first.File.Url).Port;
        StudioProcess? second = null;
        try
        {
            var training = new MouseAndCheese().Train(Short with
            {
                Studio = first.Address,
                Steps = 100_000,
                OnIteration = row =>
                {
                    if (row.Iteration == 10)
                    {
                        SpinWait.SpinUntil(() => first.Client.List() is [{ Rows: > 0 }], TimeSpan.FromMinutes(1));
                        first.Kill();
                    }
                    if (row.Iteration == 20)
                        second = StudioProcess.Start(Data, port);
                },
            });
            await Until(() => second!.Client.List() is [{ Status: "Completed" }], "the experiment has completed");
            Assert.Equal(training.History.Count, second!.Client.Get(1).Rows);
        }
        finally
        {
            first.Dispose();
            second?.Dispose();
        }
    }

    [Fact]
    public async Task What_could_not_be_sent_is_read_from_the_folder()
    {
        await using var studio = await StartAsync();
        var (folder, start) = (Path.Combine(Data, "mouse"), Registration.Of(nameof(MouseAndCheese)));
        start = start with { Folder = folder, Machine = Environment.MachineName };
        await studio.Board.RegisterAsync(start);
        await studio.Board.AppendAsync(1, Registration.Rows(1, 1));
        var training = new MouseAndCheese().Train(Short with { Studio = null, Folder = folder });
        File.WriteAllText(Path.Combine(folder, ".experiment"), new string('0', 32));
        using StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        ExperimentEnd end = new() { Stop = "Steps", Message = "", Rows = training.History.Count };
        client.End(1, end);
        Assert.Equal(1, client.Get(1).Rows);                                 // the folder is another training's
        File.WriteAllText(Path.Combine(folder, ".experiment"), start.Key);
        await studio.Board.RegisterAsync(start);
        List<(int Rows, bool HasEnded)> changes = [];
        studio.Board.Changed += change => changes.Add((change.Experiment.Rows, change.HasEnded));
        client.End(1, end);
        Assert.Equal([(end.Rows, false), (end.Rows, true)], changes);        // rows first: a studio killed in between asks again
        Assert.Equal(training.History.Count, client.Get(1).Rows);
        Assert.Equal(training.History[^1].Steps, client.Get(1).Steps);
    }

    [Fact]
    public void Without_a_studio_at_the_address_a_training_is_as_ever()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var training = new MouseAndCheese().Train(Short with { Studio = new(new($"http://127.0.0.1:{port}"), "token") });
        Assert.Equal(StopReason.Steps, training.Stop);
    }

    /// <summary>A server that takes connections and never answers: the training must end although each request lasts
    /// longer than all of it.</summary>
    [Fact]
    public void A_studio_that_never_answers_keeps_nothing_waiting()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        var rows = 0;
        ReportingPace pace = new() { Timeout = TimeSpan.FromHours(1), Interval = TimeSpan.FromMilliseconds(1), Capacity = 100 };
        using ExperimentReporter reporter = new(
            () => new() { Url = $"http://{silent.LocalEndpoint}", Token = "token" }, () => Registration.Of("Mouse"), pace);
        for (var i = 0; i < 100_000; i++)
            reporter.Add(() => [("iteration", Interlocked.Increment(ref rows))]);
        reporter.End(new() { Stop = "Steps", Message = "" });
        Assert.Equal(0, rows);                                               // and nothing was made that could not be sent
        Assert.Null(reporter.Page);
    }

    [Fact]
    public async Task A_resumed_training_is_the_same_experiment()
    {
        using var studio = StudioProcess.Start(Data);
        var folder = Path.Combine(Data, "mouse");
        new MouseAndCheese().Train(Short with { Studio = studio.Address, Folder = folder, CheckpointEvery = 2 });
        await Until(() => studio.Client.List() is [{ Status: "Completed" }], "the experiment has completed");
        var resumed = new MouseAndCheese().Resume(folder, options =>
        {
            Assert.Equal(StudioAddress.Automatic, options.Studio);           // not of the file: it is the machine's
            return options with { Steps = 40_000, Studio = studio.Address, Display = Display.None };
        });
        await Until(() => studio.Client.List() is [{ Status: "Completed", Steps: >= 40_000 }], "the experiment has completed again");
        Assert.Equal(resumed.History.Count, studio.Client.Get(1).Rows);
    }

    [Fact]
    public async Task An_error_of_the_simulation_is_the_experiment_s_message()
    {
        using var studio = StudioProcess.Start(Data);
        Assert.ThrowsAny<Exception>(() => Trainer.Train(() => new Breaking(), Short with { Studio = studio.Address }));
        await Until(() => studio.Client.List() is [{ Status: "Failed" }], "the experiment has failed");
        Assert.Contains("the shelf is empty", studio.Client.Get(1).Message);
    }

    /// <summary>Keeps the lines that are shown.</summary>
    sealed class Lines : IDisplay
    {
        readonly List<string> text = [];

        public IReadOnlyList<string> Text => text;

        public void Show(DisplayContent content)
        {
            if (content is TextLine line)
                text.Add(line.Text);
        }

        public ILiveDisplay Live() => Display.None.Live();
    }

    sealed class Breaking : Simulation
    {
        int steps;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => steps = 0;

        public override void Step() => steps = steps < 50 ? steps + 1 : throw new InvalidOperationException("the shelf is empty");

        public override Observation GetObservation(int agent) => new() { ["steps"] = steps };

        public override Reward GetReward(int agent) => new() { ["one"] = 1 };

        public override bool IsDone(int agent) => false;
    }
}
