using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Lists;

namespace Pathmind.Tests;

/// <summary>What the list of experiments shows, without a page.</summary>
public sealed class ListTests
{
    [Theory]
    [InlineData("#2", "2")]
    [InlineData("#2 #3", "2 3")]
    [InlineData("QUEUE", "2")]
    [InlineData("longer mouse", "2")]                                        // words of a note and of a name
    [InlineData("\"queue longer\"", "")]                                     // but not in this order
    [InlineData("reward > 5", "3")]
    [InlineData("reward<=5", "1 2")]
    [InlineData("late < 0.05", "1")]
    [InlineData("metric_late>=0.05 Discount = 0.9", "3")]
    [InlineData("\"Ppo.Discount\" != 0.9", "1")]                              // the second has no such setting
    [InlineData("Threads = 4", "")]                                          // of the machine: no setting
    [InlineData("status = running", "1 2 3")]
    [InlineData("Steps = 5000", "3")]                                        // the option, where it was given
    [InlineData("steps >= 100", "1 3")]                                      // else what was made
    [InlineData("\"Steps made\" = 70", "2 3")]
    [InlineData("Algorithm=ppo", "1 2")]
    [InlineData("algorithm = DQN", "3")]
    [InlineData("\"late (metric)\" < 0.05", "1")]
    [InlineData("\"late (term)\" < 0.05", "3")]
    [InlineData("\"Discount (setting)\" > 0.95", "1")]
    [InlineData("reward >", "1 2 3")]                                        // not yet typed to its end
    [InlineData("", "1 2 3")]
    public void A_search_finds_numbers_words_and_what_is_larger_or_smaller(string search, string found)
    {
        ExperimentLine[] lines =
        [
            Line(1, reward: 1, """{ "Threads": 4, "Ppo": { "Discount": 0.99 } }""", late: 0.01, made: 100),
            Line(2, reward: 5, notes: "a longer queue", made: 70),
            Line(3, reward: 7, """{ "Steps": 5000, "Ppo": { "Discount": 0.9 }, "Algorithm": { "Name": "DQN" } }""", late: 0.05, made: 70,
                term: 0.04),
        ];
        Assert.Equal(found, Numbers(new(lines, new() { Search = search })));
    }

    [Fact]
    public void A_search_by_a_name_that_nothing_has_says_so()
    {
        Assert.Equal(
            "No experiment has a setting, reward term or metric named rewrad. There are: Name, Simulation, Status, Reward, \"Steps made\", "
            + "Episodes, Seconds, Steps/s, Started, Notes, Algorithm, Discount, late.",
            new ExperimentList(
                [Line(1, reward: 1, late: 1), Line(2, 2, """{ "Ppo": { "Discount": 0.9 } }""")], new() { Search = "rewrad > 5" }).Remark);
        Assert.Null(new ExperimentList([Line(1, reward: 1)], new() { Search = "reward > 5" }).Remark);
    }

    [Theory]
    [InlineData("", "3 2 1 4")]                                               // as they come
    [InlineData("sort=set:Steps", "1 3 2 4")]                                // 900 before 1 000; missing last
    [InlineData("sort=-set:Steps", "2 3 1 4")]                               // also the other way round
    [InlineData("sort=simulation&sort=-reward", "2 1 4 3")]
    public void It_is_sorted_by_numbers_as_numbers_and_what_is_missing_comes_last(string query, string order)
    {
        ExperimentLine[] lines =
        [
            Line(3, reward: 9, """{ "Steps": 1000 }""", simulation: "Shop"), Line(2, reward: 8, """{ "Steps": 20000 }"""),
            Line(1, reward: 7, """{ "Steps": 900 }"""), Line(4, reward: null),
        ];
        Assert.Equal(order, Numbers(new(lines, ListState.Parse(query))));
    }

    [Fact]
    public void Groups_are_in_the_order_of_their_value_and_keep_the_order_of_their_lines()
    {
        ExperimentLine[] lines =
        [
            Line(4, reward: 1, """{ "Ppo": { "Epochs": 10 } }"""), Line(3, reward: 2, """{ "Ppo": { "Epochs": 9 } }"""),
            Line(2, reward: 4, """{ "Ppo": { "Epochs": 9 } }"""), Line(1, reward: 5),
        ];
        var rows = new ExperimentList(lines, ListState.Parse("group=Ppo.Epochs&sort=-reward")).Rows;
        Assert.Equal(
            ["Ppo.Epochs = 9: 2, 3, 4", "2", "3", "Ppo.Epochs = 10: 1, 1, 1", "4", "Ppo.Epochs = not given: 1, 5, 5", "1"],
            rows.Select(row => row.Group is { } group
                ? $"{group.Name}: {group.Count}, {group.Mean}, {group.Best}" : $"{row.Line!.Experiment.Number}"));
    }

    [Fact]
    public void An_address_holds_the_whole_view_and_what_it_does_not_know_is_left_out()
    {
        ListState state = new()
        {
            Search = "#12 a&b=c", Statuses = [ExperimentStatus.Failed, ExperimentStatus.Lost], Project = "Coffee Shop",
            Settings = [("Ppo.Discount", "0.9"), ("Rule", "a=b")], Sort = [("metric_late", true), ("name", false)], Group = "Ppo.Epochs",
            Shown = ["episodes"], Hidden = ["reward_a,b"], WithArchived = true, OnlyFavourites = true, Picked = [3, 12],
        };
        Assert.Equal($"{state.ToQuery()}", ListState.Parse(state.ToQuery()).ToQuery());
        Assert.Equal(state.Settings, ListState.Parse(state.ToQuery()).Settings);
        Assert.Equal(state.Statuses, ListState.Parse(state.ToQuery()).Statuses);
        Assert.Equal("", new ListState().ToQuery());
        Assert.Equal("?picked=4", ListState.Parse("?status=7,nothing&sort=-&set=x&picked=4,x,-1&more=1").ToQuery());
    }

    [Fact]
    public void A_click_sorts_another_one_turns_it_round_and_a_third_ends_it()
    {
        var once = new ListState().SortedBy("reward", firstDescending: true, isFurther: false);
        Assert.Equal([("reward", true)], once.Sort);
        Assert.Equal([("reward", false)], once.SortedBy("reward", true, false).Sort);
        Assert.Empty(once.SortedBy("reward", true, false).SortedBy("reward", true, false).Sort);
        Assert.Equal([("reward", true), ("name", false)], once.SortedBy("name", false, isFurther: true).Sort);
        Assert.Equal([("name", false)], once.SortedBy("name", false, isFurther: false).Sort);
    }

    /// <summary>minimise late: 0.1 is best; served at least 20: kept, or how far away.</summary>
    [Fact]
    public void Better_is_stronger_within_a_simulation_and_a_bound_that_is_kept_is_strongest()
    {
        Dictionary<string, string> goals = new() { ["late"] = "minimise", ["served"] = "at least 20" };
        ExperimentLine[] lines =
        [
            .. Enumerable.Range(0, 11).Select(i => Line(i + 1, reward: i, late: 0.1 + i / 10.0, served: 10 + i, goals: goals)),
            Line(12, reward: -1e6, late: 1_000, simulation: "Other", goals: goals),
        ];
        ExperimentList list = new(lines, new());
        int? Strength(int number, string column) => list.StrengthOf(lines[number - 1], ListColumn.Of(column));
        Assert.Equal((10, 5, 0), (Strength(1, "metric_late"), Strength(6, "metric_late"), Strength(11, "metric_late")));
        Assert.Equal((0, 5, 10), (Strength(1, "reward"), Strength(6, "reward"), Strength(11, "reward")));
        Assert.Equal((10, 5, 0), (Strength(11, "metric_served"), Strength(10, "metric_served"), Strength(1, "metric_served")));
        Assert.Null(Strength(12, "metric_late"));                            // alone in its simulation
        Assert.Null(Strength(1, "steps"));
    }

    [Fact]
    public void Columns_are_those_that_differ_and_those_that_were_chosen()
    {
        ExperimentLine[] lines =
        [
            Line(1, 1, """{ "Seed": 0, "Ppo": { "Discount": 0.9 } }""", late: 1),
            Line(2, 2, """{ "Seed": 0, "Ppo": { "Discount": 0.99 } }""", late: 2),
        ];
        string[] Keys(ListState state) => [.. new ExperimentList(lines, state).Columns.Visible.Select(column => column.Key)];
        Assert.Equal(["number", "name", "status", "reward", "metric_late", "set:Ppo.Discount", "steps", "started", "notes"], Keys(new()));
        Assert.Equal(["number", "name", "status", "reward", "metric_late", "set:Seed", "steps", "episodes", "started"],
            Keys(ListState.Parse("show=set:Seed&show=episodes&hide=notes&hide=set:Ppo.Discount&hide=name")));
        var state = new ListState().WithColumn("notes", isVisible: false, isUsual: true).WithColumn("episodes", true, false);
        Assert.Equal("?show=episodes&hide=notes", state.ToQuery());
        Assert.Equal("", state.WithColumn("notes", true, true).WithColumn("episodes", false, false).ToQuery());
    }

    [Fact]
    public void Columns_of_one_name_say_which_they_are()
    {
        ExperimentLine[] lines =
        [
            Line(1, 1, """{ "late": 1, "Ppo": { "Discount": 0.9 } }""", late: 1, term: 2, served: 1),
            Line(2, 2, """{ "late": 2, "Other": { "Discount": 0.9 } }""", late: 2, term: 3),
        ];
        string[] titles = [.. new ExperimentList(lines, new()).Columns.Visible.Select(column => column.Title)];
        Assert.All(
            ["late (term)", "late (metric)", "late (setting)", "Ppo.Discount", "Other.Discount", "served"],
            title => Assert.Contains(title, titles));
        Assert.Equal(titles, titles.Distinct(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(["set:late", "metric_late", "reward_late", "set:Ppo.Discount"],
            new[] { "late (setting)", "late (Metric)", "late (term)", "Ppo.Discount" }.Select(lines[0].ColumnOf));
    }

    [Fact]
    public void The_newest_value_of_each_figure_stays_until_there_is_another()
    {
        var first = LastFigures.After("", ProgressBatch.Of(
        [
            [("iteration", 1), ("reward_mean", 1), ("reward_a", 2), ("metric_late", 3)],
            [("iteration", 2), ("reward_a", 4), ("metric_late", null)],
        ]));
        var figures = LastFigures.Parse(LastFigures.After(first, ProgressBatch.Of([[("iteration", 3), ("metric_odd\n\"", 5)]])));
        Assert.Equal([("reward_a", 4.0), ("metric_late", 3), ("metric_odd\n\"", 5)], figures.Select(figure => (figure.Key, figure.Value)));
        Assert.Empty(LastFigures.Parse("something else"));
    }

    [Fact]
    public void A_tick_of_an_experiment_that_is_gone_does_not_count_and_the_others_stay() =>
        Assert.Equal([1, 3], new ExperimentList([Line(3, 1), Line(1, 1)], ListState.Parse("picked=1,2,3")).Picked);

    static string Numbers(ExperimentList list) => string.Join(' ', list.Lines.Select(line => line.Experiment.Number));

    static ExperimentLine Line(
        int number, double? reward, string options = "{}", string notes = "", string simulation = "Mouse", double? late = null,
        double? served = null, Dictionary<string, string>? goals = null, long made = 0, double? term = null)
    {
        var start = Registration.Of(simulation, options) with { Goals = goals ?? [] };
        return new(new()
        {
            Number = number, Key = $"{number}", Simulation = simulation, Started = DateTime.UnixEpoch, Reward = reward, Notes = notes,
            Steps = made,
            Status = ExperimentStatus.Running, Start = System.Text.Json.JsonSerializer.Serialize(start, StudioJson.Default.ExperimentStart),
            Figures = LastFigures.After("", ProgressBatch.Of(
            [[("reward_late", term), ("reward_other", term), ("metric_late", late), ("metric_served", served)]])),
        });
    }
}
