namespace Pathmind.Tests.Comparisons;

/// <summary>Comparisons on several threads: what they find does not depend on their number.</summary>
public sealed class ThreadsTests
{
    /// <summary>Two agents, chance, episodes of 3 to 8 steps.</summary>
    class Market : Simulation
    {
        int price, steps, end;

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(3);

        public override void Reset() => (price, steps, end) = (Random.Next(10), 0, Random.Next(3, 9));

        public override void Step() => (price, steps) = (Random.Next(10), steps + 1);

        public override Observation GetObservation(int agent) => new() { ["price"] = price, ["left"] = end - steps };

        public override Reward GetReward(int agent) => new() { ["gain"] = Action[agent].Choice * (price - 4.5), ["fee"] = -0.1 };

        public override bool IsDone(int agent) => steps >= end;

        public override Metrics GetMetrics(int agent) => new() { ["price"] = price };
    }

    sealed class Priced : Market
    {
        public Priced(string reason) => Reason = reason;

        public string Reason { get; }
    }

    static readonly ComparisonOptions Silent = new() { Display = Display.None, Episodes = 60, Seed = 5 };

    static readonly Lazy<TrainedPolicy> Trained =
        new(() => new Market().Train(new() { Steps = 2_000, Threads = 1, Display = Display.None }).Policy);

    /// <summary>A policy that decides by how often it was asked before.</summary>
    static Policy Counting()
    {
        var asked = 0;
        return Policy.From("counting", _ => asked++ % 3);
    }

    static string Everything(Comparison comparison) => string.Join('\n', comparison.Logs.Select(log => string.Join(' ',
        log.Episodes.Names.Select(name => $"{name}: {string.Join(' ', log.Episodes[name])}").Prepend(log.Policy)))) + comparison;

    [Fact]
    public void Trained_random_and_counting_policies_play_the_same_on_any_number_of_threads()
    {
        Func<int, string> play = threads => Everything(new Market().Compare(
            Silent with { Threads = threads }, Policy.Random(1), Trained.Value, Counting(), Trained.Value.Sampled(3)));
        var alone = play(1);
        Assert.Equal(alone, play(2));
        Assert.Equal(alone, play(7));
        Assert.DoesNotContain(alone, Everything(new Market().Compare(Silent with { Seed = 6, Threads = 2 }, Policy.Random(1))));
    }

    [Fact]
    public void Importance_is_the_same_on_any_number_of_threads()
    {
        Func<Policy, int, string> measure = (policy, threads) => $"{new Market().Importance(policy, Silent with { Threads = threads })}";
        Assert.Equal(measure(Trained.Value, 1), measure(Trained.Value, 3));
        Assert.Equal(measure(Counting(), 1), measure(Counting(), 3));
    }

    /// <summary>They have captured the same variable: on two threads they would find each other in it.</summary>
    [Fact]
    public void Heuristics_that_share_what_they_captured_take_turns()
    {
        var (inside, most) = (0, 0);
        AgentAction Decide()
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Sleep(1);
            Interlocked.Decrement(ref inside);
            return 0;
        }
        new Market().Compare(
            Silent with { Episodes = 4, Threads = 4 }, Policy.From("one", _ => Decide()), Policy.From("two", _ => Decide()), Trained.Value);
        Assert.Equal(1, most);
    }

    [Fact]
    public void Policies_that_share_nothing_play_side_by_side()
    {
        using Barrier both = new(2);
        Func<string, Policy> waiting = name =>
        {
            var isFirst = true;
            return Policy.From(name, _ =>
            {
                if (isFirst)
                    Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)), "The other policy did not come.");
                isFirst = false;
                return 0;
            });
        };
        new Market().Compare(Silent with { Episodes = 3, Threads = 2 }, waiting("one"), waiting("two"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Of_several_errors_that_of_the_earliest_episode_is_reported(int threads)
    {
        var error = Assert.Throws<SimulationException>(() => new Market().Compare(
            Silent with { Threads = threads }, Failing("early", from: 30), Failing("late", from: 31), Trained.Value));
        Assert.StartsWith("The policy 'early' threw FormatException for agent 0 of Market in episode 30", error.Message);
    }

    /// <summary>Fails in all episodes from one on.</summary>
    sealed class FailingPolicy(string name, int from) : Policy
    {
        int episode;

        public override string Name => name;

        public override void BeginEpisode(int agent) => episode += agent == 0 ? 1 : 0;

        public override AgentAction Decide(in PolicyInput input) => episode < from ? 0 : throw new FormatException("no");
    }

    static FailingPolicy Failing(string name, int from) => new(name, from);

    /// <summary>Where one can be made.</summary>
    [Fact]
    public void A_simulation_that_cannot_be_made_again_plays_alone_and_a_function_that_makes_it_gives_each_thread_one()
    {
        var alone = Everything(new Priced("test").Compare(Silent with { Threads = 1 }, Trained.Value, Counting()));
        Assert.Equal(alone, Everything(new Priced("test").Compare(Silent with { Threads = 3 }, Trained.Value, Counting())));
        var made = 0;
        Func<Simulation> create = () => new Priced($"{Interlocked.Increment(ref made)}");
        Assert.Equal(
            alone, Everything(new Priced("test").Compare(Silent with { Threads = 3, Create = create }, Trained.Value, Counting())));
        Assert.Equal(2, made);
        Assert.Contains("returned the same Priced twice", Assert.Throws<ArgumentException>(() =>
        {
            Priced only = new("one");
            new Priced("test").Compare(Silent with { Threads = 3, Create = () => only }, Trained.Value);
        }).Message);
    }
}
