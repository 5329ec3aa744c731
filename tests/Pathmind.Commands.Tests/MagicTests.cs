using System.Globalization;
using Pathmind.Training;

namespace Pathmind.Tests.Commands;

/// <summary>What magics do with the session, and what they show and write.</summary>
public sealed class MagicTests : IDisposable
{
    readonly CommandSession session = new();
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-magics-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_cell_that_declares_a_simulation_trains_it_after_its_CSharp_has_run()
    {
        session.Types.Add(typeof(Chain));
        await session.Run("%pathmind train --steps 1000 --seed 3\nclass Bandit : Simulation …",
            new() { DeclaredTypes = [typeof(string), typeof(Bandit)] });

        Assert.Equal(new string(' ', 37) + "\nclass Bandit : Simulation …", session.Ran);
        Assert.Equal("Bandit", Assert.IsType<TrainedPolicy>(session["policy"]).Simulation);
        Assert.Equal("3", Assert.IsType<TrainedPolicy>(session["policy"]).Metadata["seed"]);
        Assert.Equal("Bandit", Assert.IsType<TrainingHistory>(session["history"]).Simulation);
    }

    [Fact]
    public async Task A_training_starts_from_a_rule_of_the_session_or_from_the_steps_of_a_run()
    {
        session.Types.Add(typeof(Chain));
        session["rule"] = Policy.From("go right", _ => 1);
        await session.Run("%train --steps 2000 --start-from rule");
        Assert.Contains("Imitated go right in 500 decisions: of the last ones 100 % were made alike.", Shown());
        Assert.Contains("episodes go right has", Shown());
        var steps = Path.Combine(folder, "steps.csv");
        new Chain().Run(Policy.From("go right", _ => 1), 100, display: Display.None).Steps.WriteCsv(steps);
        await session.Run($"%train --steps 2000 --start-from {steps}");
        Assert.Contains("Imitated steps.csv in 600 decisions.", Shown());
        Assert.Contains("There is no policy 'rul'", await session.Error("%train --start-from rul"));

        string Shown() => session.Display.Text.Replace('\n', ' ');
    }

    [Fact]
    public async Task A_training_writes_a_run_for_TensorBoard()
    {
        session.Types.Add(typeof(Chain));
        await session.Run($"%train --steps 1000 --tensorboard {folder}/runs");
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "runs", "Chain-1"), "events.out.tfevents.*"));
    }

    [Fact]
    public async Task Each_term_alone_is_trained_by_one_option_and_shown_in_a_table()
    {
        session.Types.Add(typeof(Bandit));
        await session.Run("%train --steps 3000 --each-term --progress none");
        var terms = Assert.IsType<TermTrainings>(session["terms"]);
        Assert.Equal(["paid", "noise"], terms.Terms.Keys);
        Assert.Same(terms.All.History, session["history"]);
        Assert.Contains("What each reward term of Bandit teaches", session.Display.Text);
        Assert.Contains("--each-term and --progress json are both given", await session.Error("%train --each-term --progress json"));
    }

    [Fact]
    public async Task What_a_cell_returns_is_taken_by_the_magic_and_not_shown_again()
    {
        session.Types.Add(typeof(Chain));
        Assert.Null((await session.Run("%run --policy random\nnew Bandit()", new() { Value = new Bandit() })).Value);
        Assert.Equal("Bandit", Assert.IsType<EpisodeLog>(session["log"]).Simulation);

        // no simulation: the session's newest
        Assert.Equal(7, (await session.Run("%run --policy random\n7", new() { Value = 7 })).Value);
        Assert.Equal("Chain", Assert.IsType<EpisodeLog>(session["log"]).Simulation);
    }

    [Fact]
    public async Task Without_CSharp_magics_act_on_the_newest_simulation_of_the_session_one_after_the_other()
    {
        session.Types.AddRange([typeof(Bandit), typeof(Chain), typeof(string)]);
        await session.Run("%train --steps 500 --as short\n%run --policy short --episodes 3 --as three");

        Assert.Null(session.Ran);
        Assert.Equal("Chain", Assert.IsType<TrainedPolicy>(session["short"]).Simulation);
        Assert.IsType<TrainingHistory>(session["short_history"]);
        Assert.Equal(3, Assert.IsType<EpisodeLog>(session["three"]).Episodes.Count);
        Assert.Null(session["policy"]);
    }

    [Fact]
    public async Task Numbers_have_decimal_points_in_programs_of_any_culture()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = commas;                             // of this test's flow alone
        session.Types.Add(typeof(Bandit));
        await session.Run("%train --steps 500 --weights paid=0.5,noise=0.25 --as weighed");

        Assert.Matches(
            "\"paid\": ?0.5,\\s*\"noise\": ?0.25", Assert.IsType<TrainedPolicy>(session["weighed"]).Description.Metadata["options"]);
    }

    [Fact]
    public async Task Options_of_the_file_and_of_the_line_reach_the_training_and_the_lines_come_first()
    {
        session.Types.Add(typeof(Bandit));
        session.Functions["""x => x["paid"]"""] = new Func<Reward, double>(terms => terms["paid"]);
        var (file, policy) = (Path.Combine(folder, "options.json"), Path.Combine(folder, "bandit"));
        File.WriteAllText(file, """{ "steps": 100000, "time": "0:00:30", "ppo": { "hidden": [8], "activation": "relu" }, /* as text */ "reward": "x => x[\"paid\"]" }""");
        await session.Run($"%train --options '{file}' --steps 2_000 --out '{policy}' --observations always");

        var options = Assert.IsType<TrainedPolicy>(session["policy"]).Metadata["options"];
        Assert.Contains("\"Steps\": 2000", options);
        Assert.Contains("\"Time\": \"00:00:30\"", options);
        Assert.Contains("\"Observations\": [\n    \"always\"", options.ReplaceLineEndings("\n"));
        Assert.True(File.Exists(Path.Combine(policy, "policy.onnx")));
        var history = Assert.IsType<TrainingHistory>(session["history"]);
        Assert.All(history.Where(row => row.RewardMean is not null), row => Assert.Equal(row.Terms["paid"], row.RewardMean!.Value, 9));
    }

    [Fact]
    public async Task Progress_as_json_is_a_line_an_update_and_one_for_the_end_and_nothing_is_displayed()
    {
        session.Types.Add(typeof(Bandit));
        await session.Run("%train --steps 3000 --progress json");

        Assert.Empty(session.Display.Updates);
        var lines = session.Lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToArray();
        Assert.All(lines[..^1],
            line => Assert.Equal(("progress", 3000), (line.GetProperty("event").GetString(), line.GetProperty("total_steps").GetInt32())));
        Assert.True(lines[^2].GetProperty("steps").GetInt64() >= 3000);
        Assert.Equal("Steps", lines[^1].GetProperty("stop").GetString());
        Assert.StartsWith("Training finished: ", lines[^1].GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_variable_is_trained_as_it_was_set_up()
    {
        session["shop"] = new PricedShop { Price = 10 };
        await session.Run("%train shop --steps 8000 --until 49");
        var policy = Assert.IsType<TrainedPolicy>(session["policy"]);
        Assert.Equal(50, new PricedShop { Price = 10 }.Run(policy, display: Display.None).Reward.Mean);
    }

    [Fact]
    public async Task What_a_command_made_it_disposes_of()
    {
        var (made, disposed) = (0, 0);
        Func<Simulation> make = () =>
        {
            made++;
            return new Machine(() => disposed++);
        };
        session["make"] = make;
        foreach (var magic in new[] { "%run make", "%train make --steps 500", "%pathmind simulations" })
            await session.Run(magic);
        Assert.True(made > 10);
        Assert.Equal(made, disposed);
        session["mine"] = new Machine(() => Assert.Fail("It is the user's."));
        await session.Run("%run mine");
    }

    [Fact]
    public async Task A_run_shows_the_steps_the_summary_and_the_reward_terms_and_writes_its_files()
    {
        session.Types.Add(typeof(Chain));
        var (steps, summary) = (Path.Combine(folder, "steps.csv"), Path.Combine(folder, "summary.csv"));
        var replay = Path.Combine(folder, "replay.html");
        await session.Run($"%run --policy random --episodes 2 --out-csv '{steps}' --summary-csv '{summary}' --replay '{replay}'");

        Assert.Contains("Steps of 2 episodes", session.Display.Text);
        Assert.Contains("± deviation", session.Display.Text);
        Assert.Equal(
            ["left", "right", "noise"], Assert.Single(session.Display.Shown.OfType<LinePlot>()).Series.Select(series => series.Name));
        Assert.Equal(3, File.ReadLines(summary).Count());
        Assert.StartsWith("Episode,Step,", File.ReadLines(steps).First());
        Assert.Contains("class=\"pathmind-replay\"", File.ReadAllText(replay));
    }

    [Fact]
    public async Task Policies_lists_variables_and_folders_with_steps_and_reward()
    {
        session.Types.Add(typeof(Bandit));
        await session.Run($"%train --steps 2000 --out '{Path.Combine(folder, "bandit")}'");
        Directory.CreateDirectory(Path.Combine(folder, "broken"));
        File.WriteAllText(Path.Combine(folder, "broken", "policy.onnx"), "no");
        session["lever"] = Policy.Random();
        await session.Run($"%pathmind policies '{folder}'");

        var table = Assert.IsType<Table>(session.Display.Shown[^1]);
        var history = Assert.IsType<TrainingHistory>(session["history"]);
        // of the policy itself, without exploration
        var mean = TrainingRecord.Read(Path.Combine(folder, "bandit", "training.json"))!.Reward!.Value;
        Assert.Equal(["policy", "Bandit", "Discrete(10)", history[^1].Steps, mean], table.Rows[0].Take(5));
        Assert.Equal("lever", table.Rows[1][0]);
        Assert.Equal([Path.Combine(folder, "bandit"), "Bandit", "Discrete(10)", history[^1].Steps], table.Rows[2].Take(4));
        Assert.Equal(mean, (double)table.Rows[2][4]!, 9);
        Assert.Equal(table.Rows[0][5], table.Rows[2][5]);                 // the date stands in training.json
        Assert.StartsWith("cannot be read: ", (string)table.Rows[3][1]!);
    }

    [Fact]
    public async Task A_policy_that_is_saved_loaded_and_saved_elsewhere_is_listed_with_its_training()
    {
        string[] folders = [.. new[] { "first", "second", "third" }.Select(name => Path.Combine(folder, name))];
        var training = new Bandit().Train(new() { Steps = 2000, Display = Display.None });
        training.Policy.Save(folders[0]);
        Policy.Local(folders[0]).Named("lever").Save(folders[1]);
        var record = Path.Combine(folders[1], "training.json");
        File.WriteAllText(record, System.Text.RegularExpressions.Regex.Replace(
            File.ReadAllText(record), "\"Finished\": \"[^\"]*\"", "\"Finished\": \"2031-05-06T07:08:09Z\""));
        session["loaded"] = Policy.Local(Path.Combine(folders[1], "policy.onnx"));
        ((TrainedPolicy)session["loaded"]!).Save(folders[2]);
        await session.Run($"%pathmind policies '{folder}'");

        var rows = Assert.IsType<Table>(session.Display.Shown[^1]).Rows;
        var (last, mean) = (training.History[^1], training.Reward!.Value);
        Assert.Equal(["loaded", .. folders], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(last.Steps, row[3]));
        Assert.All(rows, row => Assert.Equal(mean, (double)row[4]!, 9));
        var date = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero).ToLocalTime().ToString("yyyy-MM-dd HH:mm");
        Assert.Equal([date, date, date], rows.Where((_, i) => i != 1).Select(row => row[5]));
        Assert.NotEqual(date, rows[1][5]);
    }

    [Fact]
    public async Task Simulations_lists_classes_and_variables_without_touching_the_variables()
    {
        session.Types.AddRange([typeof(Chain), typeof(Needy), typeof(string)]);
        var mine = new Chain();
        mine.Reset();
        mine.SetAction(0, 1);
        mine.Step();
        var before = Array.IndexOf(mine.GetObservation(0)["here"].Values.ToArray(), 1f);
        session["mine"] = mine;
        await session.Run("%pathmind simulations");

        var table = Assert.IsType<Table>(session.Display.Shown[^1]);
        Assert.Equal(
            [["Chain", 1, "Discrete(2)", "here"], ["Needy", null, "needs (int places)", null], ["mine (Chain)", 1, "Discrete(2)", "here"]],
            table.Rows);
        Assert.Equal(before, Array.IndexOf(mine.GetObservation(0)["here"].Values.ToArray(), 1f));
    }

    [Theory]
    [InlineData("%pathmind", "Commands:")]
    [InlineData("%pathmind help", "Commands:")]
    [InlineData("%pathmind help train", "--until <REWARD>")]
    [InlineData("%train --help", "--until <REWARD>")]
    public async Task Help_is_shown(string cell, string part)
    {
        await session.Run(cell);
        Assert.Contains(part, Assert.IsType<TextLine>(session.Display.Shown.Single()).Text);
    }

    [Fact]
    public void Help_of_a_word_is_for_magics_only()
    {
        Assert.Contains("--episodes <N>", Magics.Help("%run"));
        Assert.Null(Magics.Help("Console"));
    }

    [Theory]
    [InlineData("using System.IO;\nusing static System.Math;\nusing M = System.Math;\n%run", 1)]
    [InlineData("using System.IO; // files\nusing M = System.Math;\n%run", 1)]
    [InlineData("using var file = File.OpenRead(path);\n% 4", 0)]
    [InlineData("using Stream file = Open();\n% 4", 0)]
    public void Usings_may_stand_above_magics(string cell, int magics) => Assert.Equal(magics, MagicCell.Parse(cell).Magics.Count);

    abstract class OneStep : Simulation
    {
        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

        public override Reward GetReward(int agent) => new() { ["chosen"] = Action[0].Choice };

        public override bool IsDone(int agent) => true;
    }

    sealed class PricedShop : OneStep
    {
        public double Price { get; init; } = 1;

        public override Reward GetReward(int agent) => new() { ["profit"] = Action[0].Choice * (Price - 5) * 10 };
    }

    sealed class Machine(Action dispose) : OneStep, IDisposable
    {
        public void Dispose() => dispose();
    }
}
