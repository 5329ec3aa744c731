using System.Text.Json;
using System.Text.RegularExpressions;
using Pathmind.Displays;

namespace Pathmind.Tests.Rollouts;

public sealed partial class ReplayTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-replay-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_shown_at_a_step_is_what_the_log_has()
    {
        var log = new Walkers().Run(Policy.Random(3), episodes: 2, display: Display.None);
        var data = Data(log.Replay().ToHtml());

        Assert.Equal(2, data.GetProperty("agents").GetInt32());
        var first = 0;
        foreach (var (index, episode) in data.GetProperty("episodes").EnumerateArray().Index())
        {
            var steps = episode.GetProperty("steps").GetInt32();
            Assert.Equal(log.Episodes["Steps"][index], steps);
            foreach (var agent in (int[])[0, 1])
            {
                Assert.Equal(Shown(log, $"metric_{agent}_place", first, steps), Cells(data, episode, "place", agent, part: 2));
                Assert.Equal(Shown(log, $"observation_{agent}_position", first, steps), Cells(data, episode, "position", agent, part: 3));
                Assert.Equal(Shown(log, $"reward_{agent}_step", first, steps), Cells(data, episode, "step", agent, part: 1));
                Assert.Equal(
                    Shown(log, $"action_{agent}", first, steps).Select(text => text switch { "0" => "left", "1" => "right", _ => text }),
                    Cells(data, episode, "action", agent, part: 0));
                var sum = log.Episodes[$"reward_{agent}_goal"][index];
                Assert.Equal(CellText.Number(sum), Sums(data, episode, "goal", agent)[^1]);
            }
            Assert.Equal(CellText.Number(log.Episodes["reward"][index]), Sums(data, episode, "reward", agent: -1)[^1]);
            first += steps;
        }
    }

    [Fact]
    public void A_frame_is_the_drawing_after_its_step()
    {
        var log = new Walkers().Run(Policy.Random(3), display: Display.None);
        var data = Data(log.Replay().ToHtml());
        var frames = Frames(data, 0);

        Assert.Equal(log.Steps.Count + 1, frames.Count);
        Assert.Equal("-0.06 -0.06 12.12 2.12", frames[0][0]);
        for (var step = 0; step <= log.Steps.Count; step++)
            for (var agent = 0; agent < 2; agent++)
            {
                var place = step == 0 ? 5 : log.Steps[$"metric_{agent}_place"].Take(step).Last(number => !double.IsNaN(number));
                Assert.Contains($"<circle cx='{place + 0.5}' cy='{agent + 0.5}' r='0.4' fill='#3b86d1'/>", frames[step]);
            }
        Assert.Contains(frames, frame => frame.Any(shape => shape.Contains("home", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_replay_of_a_thousand_steps_in_a_grid_is_far_below_a_megabyte_and_plays_all_of_them()
    {
        var html = new Wanderer().Run(Policy.Random(1), display: Display.None).Replay().ToHtml();
        var data = Data(html);

        Assert.Equal(1_001, data.GetProperty("episodes")[0].GetProperty("frames").GetArrayLength());
        Assert.Equal("", data.GetProperty("note").GetString());
        Assert.InRange(html.Length, 20_000, 250_000);
    }

    [Fact]
    public void What_is_too_much_for_a_page_is_left_out_and_said()
    {
        var data = Data(new Wanderer { Shapes = 200 }.Run(Policy.Random(1), episodes: 2, display: Display.None).Replay().ToHtml());

        var shown = data.GetProperty("episodes")[0].GetProperty("steps").GetInt32();
        Assert.InRange(shown, 20, 500);
        Assert.Equal($"Episode 1 is shown up to step {shown} of 1,000: its drawings are too many for a page. "
            + "The first 1 of 2 episodes, so that the page stays small. Another one: log.Replay(episode).",
            data.GetProperty("note").GetString());
    }

    /// <remarks>262 columns of 458 steps. With the columns of observations the table below the picture took 0.5 of
    /// 1.0 MB.</remarks>
    [Fact]
    public void What_many_agents_see_is_left_out_of_the_film_and_of_the_table_and_that_is_said()
    {
        var log = new Agv().Run(Agv.Tuned, seed: 1, display: Display.None);
        var page = log.Replay().ToHtml();

        Assert.Contains("observation_0_depth", log.Steps.Names);
        Assert.Contains("Observations are left out", page);
        Assert.Contains(">trips<", page);
        Assert.DoesNotContain(">depth<", page);
        Assert.InRange(page.Length, 300_000, 600_000);
    }

    [Fact]
    public void One_episode_can_be_chosen()
    {
        var log = new Walkers().Run(Policy.Random(3), episodes: 3, display: Display.None);
        var episode = Assert.Single(Data(log.Replay(2).ToHtml()).GetProperty("episodes").EnumerateArray());

        Assert.Equal((2, (int)log.Episodes["Steps"][1]),
            (episode.GetProperty("number").GetInt32(), episode.GetProperty("steps").GetInt32()));
        Assert.Equal("There is no episode 4: the log has the episodes 1 to 3.",
            Assert.Throws<ArgumentException>(() => log.Replay(4)).Message);
        Assert.Throws<InvalidOperationException>(
            () => new Walkers().Run(Policy.Random(3), detail: LogDetail.Summaries, display: Display.None).Replay());
    }

    [Fact]
    public void Nothing_that_a_simulation_names_becomes_a_part_of_the_page()
    {
        var log = new Hostile().Run(Policy.From("</script><script>alert(1)</script>", _ => 0), display: Display.None);
        var html = log.Replay().ToHtml();

        Assert.Equal(2, Regex.Count(html, "<script"));
        Assert.Equal(2, Regex.Count(html, "</script"));
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Contains(Frames(Data(html), 0)[0], shape => shape.Contains("&lt;img src=x", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_its_script_a_replay_is_two_pictures_and_the_table_and_as_text_the_last_picture_and_where_to_see_it()
    {
        var replay = new Walkers().Run(Policy.Random(3), display: Display.None).Replay();
        var without = Scripts().Replace(replay.ToHtml(), "");

        Assert.Equal(2, Regex.Count(without, "<img src=\"data:image/svg"));
        Assert.Contains("At the beginning", without, StringComparison.Ordinal);
        Assert.Contains("<table", without, StringComparison.Ordinal);
        var blank = new Undrawn().Run(Policy.Random(3), display: Display.None).Replay();
        Assert.Equal(0, Regex.Count(Scripts().Replace(blank.ToHtml(), ""), "<img"));
        var text = replay.ToText(80);
        var log = new Walkers().Run(Policy.Random(3), display: Display.None);
        Assert.Contains($"step {log.Steps.Count} of {log.Steps.Count} steps · Terminated", text, StringComparison.Ordinal);
        Assert.Contains(
            $"\nreward {CellText.Number(log.Reward.Mean)} · goal 2 · step {CellText.Number(log.Terms["step"].Mean)}\nplace 11\n", text,
            StringComparison.Ordinal);
        Assert.Contains("╭──", blank.ToText(80), StringComparison.Ordinal);
        Assert.EndsWith("To play it: log.Replay().Save(\"replay.html\"), or show it in a notebook.", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_page_is_whole_the_same_each_time_and_asks_nothing_of_the_network()
    {
        var path = Path.Combine(folder, "pages", "replay.html");
        new Walkers().Run(Policy.Random(3), display: Display.None).Replay().Save(path);
        var page = File.ReadAllText(path);
        new Walkers().Run(Policy.Random(3), display: Display.None).Replay().Save(path);

        Assert.Equal(page, File.ReadAllText(path));
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Empty(Regex.Matches(page.Replace("http://www.w3.org/2000/svg", ""), "https?:|@import|url\\(|src=\"(?!data:)")
            .Select(match => match.Value));
        Assert.Throws<ArgumentException>(() => new Walkers().Run(Policy.Random(3), display: Display.None).Replay().Save(folder));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Drawing_changes_no_episode_and_only_runs_that_keep_steps_draw()
    {
        var (drawn, blank) = (new Walkers(), new Walkers { IsDrawn = false });
        Assert.Equal(
            drawn.Run(Policy.Random(3), display: Display.None).ToString(), blank.Run(Policy.Random(3), display: Display.None).ToString());
        var before = drawn.Drawings;
        drawn.Run(Policy.Random(3), detail: LogDetail.Summaries, display: Display.None);
        drawn.Compare(2, 0, Policy.Random(3));
        Assert.Equal(before, drawn.Drawings);
    }

    [Fact]
    public void An_error_of_a_drawing_names_its_step()
    {
        var error = Assert.Throws<SimulationException>(() => new Walkers { BrokenAt = 2 }.Run(Policy.Random(3), display: Display.None));
        Assert.StartsWith(
            "Walkers.Draw() threw ArgumentException in episode 1 at step 2: Canvas.Circle(x: NaN, ", error.Message,
            StringComparison.Ordinal);
    }

    static JsonElement Data(string html) =>
        JsonDocument.Parse(DataScript().Match(html).Groups[1].Value).RootElement;

    static string[] Shown(EpisodeLog log, string column, int first, int steps) =>
        [.. log.Steps[column].Skip(first).Take(steps).Select(number => double.IsNaN(number) ? "–" : CellText.Number(number))];

    static string[] Cells(JsonElement data, JsonElement episode, string name, int agent, int part) =>
        Filled(episode.GetProperty("values")[Column(data, name, agent, part)].GetString()!);

    static string[] Sums(JsonElement data, JsonElement episode, string name, int agent)
    {
        var column = Column(data, name, agent, part: 1);
        var place = data.GetProperty("columns").EnumerateArray().Take(column).Count(each => each[2].GetInt32() == 1);
        return Filled(episode.GetProperty("sums")[place].GetString()!);
    }

    static int Column(JsonElement data, string name, int agent, int part) =>
        data.GetProperty("columns").EnumerateArray().Index().Single(each => each.Item[0].GetString() == name
            && each.Item[1].GetInt32() == agent && each.Item[2].GetInt32() == part).Index;

    static string[] Filled(string cells)
    {
        var all = cells.Split('|');
        for (var i = 1; i < all.Length; i++)
            all[i] = all[i].Length > 0 ? all[i] : all[i - 1];
        return all;
    }

    /// <summary>[frames][shapes] decoded as the script does.</summary>
    static List<string[]> Frames(JsonElement data, int episode)
    {
        var shapes = data.GetProperty("shapes").EnumerateArray().Select(shape => shape.GetString()!).ToArray();
        List<string[]> frames = [];
        int[] now = [];
        foreach (var (index, element) in data.GetProperty("episodes")[episode].GetProperty("frames").EnumerateArray().Index())
        {
            int[] change = [.. element.EnumerateArray().Select(number => number.GetInt32())];
            if (index == 0)
                now = change;
            else if (change is [-1, var start, var end, .. var between])
                now = [.. now[..start], .. between, .. now[(now.Length - end)..]];
            else
            {
                now = [.. now];
                for (var i = 0; i < change.Length; i += 2)
                    now[change[i]] = change[i + 1];
            }
            frames.Add([.. now.Select(number => shapes[number])]);
        }
        return frames;
    }

    [GeneratedRegex("<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataScript();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
