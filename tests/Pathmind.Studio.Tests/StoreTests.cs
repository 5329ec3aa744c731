using Pathmind.Studios.Experiments;
using Pathmind.Studios.Tokens;

namespace Pathmind.Tests;

/// <summary>What a studio keeps from one start to the next.</summary>
public class StoreTests : StudioFolder
{
    [Fact]
    public async Task All_is_the_same_after_the_next_start()
    {
        Experiment[] before;
        await using (var studio = await StartAsync())
        {
            for (var number = 1; number <= 3; number++)
            {
                await studio.Board.RegisterAsync(Registration.Of($"Mouse{number}"));
                await studio.Board.AppendAsync(number, Registration.Rows(1, 50 * number));
            }
            await studio.Board.EditAsync(2, one => one with { Name = "short sight", Notes = "less\nwaste", IsFavourite = true });
            await studio.Board.EndAsync(3, new() { Stop = "Steps", Message = "Done.", Reward = 1.25, Hints = ["one", "two"] });
            before = [.. studio.Board.All];
        }
        await using var next = await StartAsync();
        Assert.Equal(before.Select(Comparable), next.Board.All.Select(Comparable));
        var curve = await next.Board.CurveAsync(3);
        Assert.Equal(Enumerable.Range(1, 150).Select(i => (double)i), curve["reward_mean"]);
    }

    /// <summary>PostgreSQL has no such characters; what a training sends must not make it fail.</summary>
    [Fact]
    public async Task Text_with_a_null_character_and_with_half_a_character_is_kept()
    {
        await using (var studio = await StartAsync())
        {
            await studio.Board.RegisterAsync(Registration.Of("Mouse"));
            await studio.Board.EditAsync(1, one => one with { Notes = "a\0b \ud83d c 🐭", Name = "x\0" });
            await studio.Tokens.CreateAsync("t\0", TokenScope.Read, expires: null);
        }
        await using var next = await StartAsync();
        Assert.Equal(("a\ufffdb \ufffd c 🐭", "x\ufffd"), (next.Board.Find(1)!.Notes, next.Board.Find(1)!.Name));
        Assert.Contains(next.Tokens.All, token => token.Name == "t\ufffd");
    }

    [Fact]
    public async Task The_tables_are_what_the_model_says()
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        var written = studio.Board.Find(1)! with
        {
            Ended = DateTime.UtcNow,
            TimeLimit = 3,
            FinalReward = double.MaxValue,
            RandomReward = -1e-300,
            Folder = "/f",
            Source = "s",
            Stop = "x",
            Message = new string('m', 100_000),
            TotalSteps = long.MaxValue,
        };
        await studio.Board.EditAsync(1, _ => written);
        var read = Assert.Single(await studio.Store.ReadAllAsync());
        Assert.Equal(Comparable(written), Comparable(read));
    }

    /// <summary>Times are kept to the microsecond, and signs of life are new.</summary>
    static string Comparable(Experiment one) =>
        $"{one with { LastSign = default, Started = Whole(one.Started), Ended = one.Ended is { } ended ? Whole(ended) : null }}";

    static DateTime Whole(DateTime time) => new(time.Ticks / 10_000 * 10_000, DateTimeKind.Utc);
}
