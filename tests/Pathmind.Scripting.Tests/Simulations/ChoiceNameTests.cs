using Pathmind.Testing;

namespace Pathmind.Tests.Simulations;

/// <summary>Names of choices: from an enum, from a list; read, returned, refused.</summary>
public sealed class ChoiceNameTests
{
    enum Move
    {
        Up,
        Right,
        Down,
        Left,
    }

    enum Gear : byte
    {
        Second = 1,
        First = 0,
    }

    enum Large : ulong
    {
        None,
        Huge = ulong.MaxValue,
    }

    enum Empty;

    [Fact]
    public void An_enum_names_its_choices_in_the_order_of_its_values()
    {
        Assert.Equal(["Up", "Right", "Down", "Left"], Discrete.Of<Move>().Names);
        Assert.Equal(["First", "Second"], Discrete.Of<Gear>(size: 3).Names);
        Assert.Equal((2, 3), (Discrete.Of<Gear>(size: 3).Choices, Discrete.Of<Gear>(size: 3).Size));
        Assert.Equal("Discrete(Up, Right, Down, Left)", Discrete.Of<Move>().ToString());
        Assert.Equal("Discrete(First, Second, size 3)", Discrete.Of<Gear>(size: 3).ToString());
        Assert.Equal("Discrete(0, 1, 2, 3, 4, 5, 6, … 19)", new Discrete([.. Enumerable.Range(0, 20).Select(i => $"{i}")]).ToString());
    }

    [Fact]
    public void An_enum_whose_values_are_not_the_numbers_of_choices_is_refused_with_its_values()
    {
        Assert.Equal(
            "Discrete.Of<DayOfYear>: the values must be 0, 1, 2, … without a gap, but are First = 1, Last = 366. "
            + "Leave the numbers out of the enum, or name the choices in a list: new Discrete([\"…\", \"…\"]).",
            Assert.Throws<ArgumentException>(() => Discrete.Of<DayOfYear>()).Message);
        Assert.Contains("None = 0, Huge = 18446744073709551615", Assert.Throws<ArgumentException>(() => Discrete.Of<Large>()).Message);
        Assert.Equal(
            "Discrete.Of<Empty>: the enum has no values, but at least one is needed.",
            Assert.Throws<ArgumentException>(() => Discrete.Of<Empty>()).Message);
    }

    enum DayOfYear
    {
        First = 1,
        Last = 366,
    }

    /// <remarks>No number alone and no array converts to an action of choices and numbers.</remarks>
    [Fact]
    public void A_mixed_action_in_a_wrong_form_is_told_the_right_one()
    {
        TestSimulation test = new()
        {
            Space = new Composite(new Continuous(1, 0, 5), new Discrete(["shut", "open"])), Reward = (_, _) => new() { ["r"] = 1 },
        };
        foreach (var wrong in new AgentAction[] { 1, 2.5, "open", new[] { 1f, 0f } })
            Assert.EndsWith(
                "needs 1 and 1: write AgentAction.Of([choice], [number]).",
                Assert.Throws<SimulationException>(() => test.Run(Policy.From("wrong", _ => wrong), display: Display.None)).Message);
        test.Run(Policy.From("right", _ => AgentAction.Of([1], [2.5f])), display: Display.None);
        TestSimulation many = new() { Space = new Composite(new Continuous(2), new Discrete(3, size: 2)) };
        Assert.EndsWith(
            "needs 2 and 2: write AgentAction.Of([choice, …], [number, …]).",
            Assert.Throws<SimulationException>(() => many.Run(Policy.From("wrong", _ => 1), display: Display.None)).Message);
    }

    [Theory]
    [InlineData("Discrete: two choices are called 'up': give each a different name.", "up", "down", "up")]
    [InlineData("Discrete: the name of choice 1 is empty: give each of the 2 choices a name, or write new Discrete(2).", "up", " ")]
    [InlineData("Discrete has 0 alternatives, but needs at least 1: write how many there are, as in new Discrete(4).")]
    public void Names_are_all_different_and_not_empty(string message, params string[] names) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Discrete(names)).Message);

    [Fact]
    public void A_space_without_choices_is_refused_in_plain_words()
    {
        Assert.Equal("Discrete has 0 alternatives, but needs at least 1: write how many there are, as in new Discrete(4).",
            Assert.Throws<ArgumentException>(() => new Discrete(0)).Message);
        Assert.Equal("Discrete makes -1 choices in a step, but must make at least 1, as in new Discrete(4, size: 2).",
            Assert.Throws<ArgumentException>(() => new Discrete(4, -1)).Message);
    }

    [Fact]
    public void Spaces_are_equal_if_their_names_are()
    {
        Assert.Equal(Discrete.Of<Move>(), new Discrete(["Up", "Right", "Down", "Left"]));
        Assert.NotEqual<ActionSpace>(Discrete.Of<Move>(), new Discrete(4));
        Assert.NotEqual<ActionSpace>(new Discrete(["a", "b"]), new Discrete(["b", "a"]));
        Assert.NotEqual<ActionSpace>(new Discrete(["a", "b"]), new Discrete(["a", "b"], size: 2));
    }

    [Fact]
    public void A_choice_is_read_as_the_enum_and_written_as_number_name_or_enum()
    {
        Room room = new();
        room.Reset();
        foreach (var action in new AgentAction[] { 3, "Left", Move.Left })
        {
            room.SetAction(0, action);
            Assert.Equal((3, Move.Left, Move.Left), (room.Action[0].Choice, (Move)room.Action[0].Choice, room.Action[0].As<Move>()));
        }
        room.SetAction(0, 1);
        Assert.Equal(Gear.Second, room.Action[0].As<Gear>());
        room.SetAction(0, 2);
        Assert.StartsWith("The choice 2 is not a Gear", Assert.Throws<InvalidOperationException>(() => room.Action[0].As<Gear>()).Message);
        Assert.Contains("the choice 'left' is not one of Discrete(Up, Right, Down, Left)",
            Assert.ThrowsAny<ArgumentException>(() => room.SetAction(0, "left")).Message);
    }

    [Fact]
    public void A_heuristic_may_return_an_enum_a_name_or_several_names()
    {
        var byEnum = new Room().Run(Policy.From(observation => observation["step"] < 2 ? Move.Up : Move.Left), display: Display.None);
        var byName = new Room().Run(Policy.From(observation => observation["step"] < 2 ? "Up" : "Left"), display: Display.None);

        Assert.Equal([0, 0, 3], byEnum.Steps["action_0"]);
        Assert.Equal([0, 0, 3], byName.Steps["action_0"]);
        var pair = new Pair().Run(Policy.From(_ => (string[])["fast", "slow"]), display: Display.None);
        Assert.Equal([1, 0], [pair.Steps["action_0_0"][0], pair.Steps["action_0_1"][0]]);
    }

    [Theory]
    [InlineData("Back", "the choice 'Back' is not one of Discrete(Up, Right, Down, Left).")]
    [InlineData("Right", "the choice 'Right' is masked: allowed now are 'Up', 'Left'.")]
    public void A_wrong_or_forbidden_name_is_told_with_the_right_ones(string choice, string message) => Assert.EndsWith(
        message,
        Assert.Throws<SimulationException>(() => new MaskedRoom().Run(Policy.From(_ => choice), display: Display.None)).Message);

    [Fact]
    public void A_name_needs_a_space_with_names() => Assert.EndsWith(
        "the choice 'Up' is a name, but those of Discrete(4) have none: name them, as in new Discrete([\"Up\", …]).",
        Assert.Throws<SimulationException>(() => new Unnamed().Run(Policy.From(_ => "Up"), display: Display.None)).Message);

    [Fact]
    public void Table_and_file_show_the_names()
    {
        using TemporaryFolder folder = new();
        var (steps, policy) = (folder.File("steps.csv"), Policy.From(observation => observation["step"] < 1 ? Move.Right : Move.Down));

        var log = new Room().Run(policy, outCsv: steps, display: Display.None);

        Assert.Equal(["Right", "Down", "Down"], File.ReadLines(steps).Skip(1).Select(line => line.Split(',')[3]));
        Assert.Contains("│ Right  │", log.ToString());
        Assert.Equal(["Right", "Down", "Down"], log.Steps.ToTable("action").Rows.Select(row => (string?)row[0]));
    }

    [Fact]
    public void A_heuristic_sees_the_mask_and_without_one_everything_is_allowed()
    {
        var last = Policy.From("last allowed", (observation, mask) => Array.LastIndexOf(mask, true));
        var counting = Policy.From((observation, agent, mask) => agent + mask.Count(allowed => allowed) - 1);
        var masked = new MaskedRoom().Run(last, display: Display.None);
        var free = new Room().Run(counting, display: Display.None);
        var ignored = new MaskedRoom().Run(Policy.From((observation, _) => 3), display: Display.None);

        Assert.Equal([3, 3, 3, 3, 3, 3, 3, 3, 3], [.. masked.Steps["action_0"], .. free.Steps["action_0"], .. ignored.Steps["action_0"]]);
    }

    class Room : Simulation
    {
        int step;

        public override ActionSpace ActionSpace(int agent) => Discrete.Of<Move>();

        public override void Reset() => step = 0;

        public override void Step() => step++;

        public override Observation GetObservation(int agent) => new() { ["step"] = step };

        public override Reward GetReward(int agent) => new() { ["step"] = step };

        public override bool IsDone(int agent) => step == 3;
    }

    sealed class MaskedRoom : Room
    {
        public override bool[]? GetActionMask(int agent) => [true, false, false, true];
    }

    sealed class Unnamed : Room
    {
        public override ActionSpace ActionSpace(int agent) => new Discrete(4);
    }

    sealed class Pair : Room
    {
        public override ActionSpace ActionSpace(int agent) => new Composite(new Discrete(["slow", "fast"], size: 2));
    }

    sealed class TemporaryFolder : IDisposable
    {
        readonly string path = Directory.CreateTempSubdirectory("choices-").FullName;

        public string File(string name) => Path.Combine(path, name);

        public void Dispose() => Directory.Delete(path, recursive: true);
    }
}
