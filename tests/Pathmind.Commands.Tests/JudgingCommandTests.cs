namespace Pathmind.Tests.Commands;

/// <summary><c>%pathmind compare</c> and <c>%pathmind importance</c>: which policies they find, and what they
/// show.</summary>
public sealed class JudgingCommandTests : IDisposable
{
    readonly CommandSession session = new();
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-compare-").FullName;

    public JudgingCommandTests()
    {
        session.Folder = folder;
        session.Types.AddRange([typeof(Toll), typeof(Rules)]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string PathOf(params string[] names) => Path.Combine([folder, .. names]);

    /// <summary>Passing costs what is asked, stopping 5.</summary>
    sealed class Toll : Simulation
    {
        int asked, step;
        double paid;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (asked, step) = (Random.Next(10), 0);

        public override void Step() => (paid, asked, step) = (Action[0].Choice == 1 ? asked : 5, Random.Next(10), step + 1);

        public override Observation GetObservation(int agent) => new() { ["asked"] = asked, ["step"] = step };

        public override Reward GetReward(int agent) => new() { ["paid"] = -paid };

        public override bool IsDone(int agent) => step == 10;

        public override Goals Goals => new() { ["paid"] = Goal.AtLeast(-40) };

        public static Policy AlwaysStop => Policy.From("always stop", _ => 0);

        internal static Policy PassWhenCheap() => Policy.From("pass when cheap", observation => observation["asked"] < 5 ? 1 : 0);

        public static Policy StopAbove(int most, string? name) => Policy.From(name ?? "stop", o => o["asked"] > most ? 0 : 1);

        static Policy Hidden => throw new InvalidOperationException("Private members are not asked.");
    }

    static class Rules
    {
        public static readonly Policy AlwaysPass = Policy.From("always pass", _ => 1);
    }

    string[] Compared() => [.. Assert.IsType<Comparison>(session["comparison"]).Policies.Select(policy => policy.Name)];

    [Fact]
    public async Task Without_a_word_all_that_the_session_and_the_folders_know_is_compared()
    {
        await session.Run($"%train --steps 500 --out '{PathOf("toll")}' --progress none");
        session["policy"] = null;
        session["mine"] = Policy.From("mine", observation => observation["step"] > 3 ? 1 : 0);
        session["foreign"] = Policy.From("foreign", observation => observation["pole_angle"] > 3 ? 1 : 0);
        Directory.CreateDirectory(PathOf("broken"));
        File.WriteAllText(PathOf("broken", "policy.onnx"), "no");
        await session.Run("%pathmind compare --episodes 20 --seed 3");
        Assert.Equal(["always stop", "pass when cheap", "always pass", "mine", PathOf("toll"), "random"], Compared());
        Assert.Contains("20 episodes of Toll, the same for each policy", session.Display.Text);
        Assert.Contains("foreign is left out: The policy 'foreign' threw", session.Display.Text);
        Assert.Contains("is left out: ", session.Display.Text.Split(PathOf("broken"))[1]);
        Assert.Equal("Variable: comparison", Assert.IsType<TextLine>(session.Display.Shown[^1]).Text);
    }

    [Fact]
    public async Task Named_policies_are_compared_in_their_order_and_a_single_one_with_the_heuristics_and_random()
    {
        await session.Run($"%train --steps 500 --out '{PathOf("toll")}' --progress none");
        await session.Run($"%pathmind compare Toll '{PathOf("toll")}' PassWhenCheap random --episodes 20 --as three");
        Assert.Equal([PathOf("toll"), "pass when cheap", "random"],
            Assert.IsType<Comparison>(session["three"]).Policies.Select(policy => policy.Name));
        await session.Run($"%pathmind compare PassWhenCheap Rules.AlwaysPass '{folder}' --time 1s --out-csv '{PathOf("out.csv")}'");
        Assert.Equal(["pass when cheap", "always pass", PathOf("toll")], Compared());
        Assert.Equal(4, File.ReadLines(PathOf("out.csv")).Count());
        session["policy"] = null;
        await session.Run($"%pathmind compare '{PathOf("toll")}' --episodes 20");
        Assert.Equal(["always stop", "pass when cheap", "always pass", PathOf("toll"), "random"], Compared());
    }

    [Fact]
    public async Task Importance_is_that_of_the_variable_or_of_the_only_trained_policy()
    {
        Assert.StartsWith("Which policy? There is no trained one", await session.Error("%pathmind importance"));
        await session.Run("%pathmind importance PassWhenCheap --episodes 100 --as cheap");
        Assert.Equal(["step"], Assert.IsType<Importance>(session["cheap"]).Needless);
        Assert.Contains("What pass when cheap looks at in Toll: 100 episodes", session.Display.Text);
        await session.Run($"%train --steps 500 --progress none --out '{PathOf("one")}'\n%pathmind importance --episodes 20");
        Assert.Contains("What policy looks at in Toll: 20 episodes", session.Display.Text);
        session["policy"] = null;
        await session.Run("%pathmind importance --episodes 20");
        Assert.Contains($"What {PathOf("one")} looks at in Toll", session.Display.Text);
        await session.Run($"%train --steps 500 --progress none --out '{PathOf("two")}' --as other");
        session["other"] = null;
        Assert.Equal($"Importance is that of one policy, but 2 are trained: name one of {PathOf("one")}, {PathOf("two")}.",
            await session.Error("%pathmind importance"));
    }

    [Fact]
    public async Task A_run_takes_a_heuristic_of_the_class()
    {
        await session.Run("%run --policy PassWhenCheap");
        Assert.Equal("pass when cheap", Assert.IsType<EpisodeLog>(session["log"]).Policy);
        Assert.Contains("Policies: random, AlwaysStop, PassWhenCheap, Rules.AlwaysPass", await session.Error("%run --policy Chaep"));
    }

    [Fact]
    public async Task A_member_of_the_simulations_class_is_also_called_by_that_class()
    {
        await session.Run("%run --policy Toll.PassWhenCheap");
        Assert.Equal("pass when cheap", Assert.IsType<EpisodeLog>(session["log"]).Policy);
        await session.Run("%train --steps 500 --start-from Toll.AlwaysStop --progress none");
    }

    [Theory]
    [InlineData("StopAbove")]
    [InlineData("Toll.StopAbove")]
    public async Task A_method_with_parameters_is_told_that_it_takes_arguments(string word) => Assert.Contains(
        "Toll.StopAbove(int most, string name) takes arguments, which cannot be given here: declare what has them beside it, as in "
        + "public static Policy Mine => StopAbove(…), and name that.",
        await session.Error($"%train --start-from {word}"));

    [Theory]
    [InlineData("%pathmind compare Tol", "There is no policy 'Tol'")]
    [InlineData("%pathmind compare --episodes 5 --time 3s", "--episodes and --time are both given")]
    [InlineData("%pathmind compare --episodes 0", "--episodes is 0, but must be in 1 .. ")]
    [InlineData("%pathmind importance Toll AlwaysStop PassWhenCheap", "Importance is that of one policy, but 2 are named")]
    public async Task Errors_say_what_is_possible(string cell, string message) => Assert.Contains(message, await session.Error(cell));
}
