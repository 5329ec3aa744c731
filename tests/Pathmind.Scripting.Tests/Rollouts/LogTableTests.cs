using System.Text;

namespace Pathmind.Tests.Rollouts;

/// <summary>Which columns of a log are shown and written, in which order.</summary>
public sealed class LogTableTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_table_shows_each_agents_action_and_reward_first_and_a_file_keeps_the_order_of_time()
    {
        var log = new Counters().Run(Policy.From(_ => 1), display: Display.None);
        string[] agents = [.. log.Steps.ToTable().Columns.Skip(3).Select(column => column.Header.Split('\u00a0')[0])];
        string[] first = [.. log.Steps.ToTable().Columns.Skip(3).Take(3).Select(column => column.Header.Split(' ')[^1])];

        Assert.Equal("reward", log.Steps.ToTable().Columns[2].Header);                          // of all agents together
        Assert.Equal(agents.Order(), agents);
        Assert.Equal(["action", "gain", "cost"], first);
        Assert.StartsWith("observation_0_", log.Steps.Names[2]);
    }

    [Fact]
    public void Words_stand_at_the_left_and_numbers_at_the_right()
    {
        var log = new Counters().Run(Policy.From(_ => 1), episodes: 2, display: Display.None);
        foreach (var table in new[] { log.Steps.ToTable(), log.Episodes.ToTable() })
            Assert.All(table.Columns.Zip(table.Rows[0]), pair => Assert.Equal(
                pair.Second is string or bool or Enum ? ColumnAlignment.Left : ColumnAlignment.Right, pair.First.Alignment));
        Assert.Contains(log.Episodes.ToTable().Columns, column => column.Alignment == ColumnAlignment.Left);
    }

    [Fact]
    public void Columns_are_chosen_by_their_name_or_its_end()
    {
        var steps = new Counters().Run(Policy.From(_ => 1), display: Display.None).Steps;

        Assert.Equal(["Step", "0\u00a0· gain", "1\u00a0· gain", "0\u00a0· action", "1\u00a0· action"],
            steps.ToTable("Step", "gain", "action").Columns.Select(column => column.Header));
        Assert.Equal(["1\u00a0· cost"], steps.ToTable("reward_1_cost").Columns.Select(column => column.Header));
        Assert.StartsWith("There is no column 'gold'. There are: Episode, Step, ",
            Assert.Throws<KeyNotFoundException>(() => steps.ToTable("gold")).Message);
        Assert.Contains("Episode", steps.ToString());
    }

    [Fact]
    public void The_total_reward_is_the_sum_of_the_terms_of_all_agents()
    {
        var log = new Counters().Run(Policy.From(_ => 1), episodes: 4, display: Display.None);

        Assert.Equal(log.Reward.Mean, log.Episodes["reward"].Average(), 9);
        Assert.Equal(log.AgentRewards.Select(reward => reward.Mean), [log.Episodes["reward_0"].Average(),
            log.Episodes["reward_1"].Average()]);
        Assert.Equal(log.Episodes["reward"], log.Plot("reward").Series[0].Y);
    }

    [Fact]
    public void A_comparison_writes_one_row_per_policy()
    {
        var path = Path.Combine(folder, "comparison.csv");
        new Counters().Compare(3, 0, Policy.From("never", _ => 0), Policy.From("always, twice", _ => 2)).WriteCsv(path);

        Assert.Equal(
            [
                "policy,episodes," + string.Join(',', from name in new[] { "reward", "steps", "reward_gain", "reward_cost", "metric_twice" }
                                                      from what in new[] { "", "_deviation", "_low", "_high", "_difference",
                                                          "_difference_low", "_difference_high", "_verdict" }
                                                      select name + what),
                "never,3,-2,0,-2,-2,,,,first,3,0,3,3,,,,first,0,0,0,0,,,,first,-2,0,-2,-2,,,,first,4,0,4,4,,,,first",
                "\"always, twice\",3,6,0,6,6,8,8,8,better,3,0,3,3,0,0,0,no difference,8,0,8,8,8,8,8,higher,"
                + "-2,0,-2,-2,0,0,0,no difference,4,0,4,4,0,0,0,no difference",
            ],
            File.ReadLines(path));
    }

    [Fact]
    public void A_file_for_Excel_begins_with_a_byte_order_mark_and_is_otherwise_the_same()
    {
        var (plain, excel) = (Path.Combine(folder, "plain.csv"), Path.Combine(folder, "excel.csv"));
        var log = new Counters().Run(Policy.From(_ => 1), display: Display.None);
        log.Steps.WriteCsv(plain);
        log.Steps.WriteCsv(excel, CsvFormat.Excel);

        Assert.Equal([.. Encoding.UTF8.Preamble, .. File.ReadAllBytes(plain)], File.ReadAllBytes(excel));
        Assert.Equal((byte)'E', File.ReadAllBytes(plain)[0]);
    }

    [Fact]
    public void An_empty_path_is_refused_in_plain_words() => Assert.Equal("path is empty: name a file, or leave it out (null) to "
        + "write none.",
        Assert.Throws<ArgumentException>(() => new Counters().Run(display: Display.None).Steps.WriteCsv("")).Message);
}
