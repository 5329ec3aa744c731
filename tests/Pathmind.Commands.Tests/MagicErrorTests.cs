namespace Pathmind.Tests.Commands;

/// <summary>What magics answer when something is wrong: what came, what is possible, and that nothing has
/// run.</summary>
public sealed class MagicErrorTests : IDisposable
{
    readonly CommandSession session = new();
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-magics-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Nothing_runs_if_a_magic_has_an_error_and_no_magic_if_the_CSharp_failed()
    {
        Assert.StartsWith("Line 1: There is no option '--stepz'. Did you mean --steps? Options: --steps, --time, ",
            await session.Error("%train --stepz 5\nx"));
        Assert.Null(session.Ran);

        Assert.True((await session.Run("%train\nx", new() { Failed = true, DeclaredTypes = [typeof(Bandit)] })).Failed);
        Assert.Null(session["policy"]);
    }

    [Theory]
    [InlineData("%trian", "Line 1: there is no magic '%trian'. Did you mean %train? Magics: %train, %run, %pathmind.")]
    [InlineData("\n%time x", "Line 2: there is no magic '%time'. Magics: %train, %run, %pathmind.")]
    [InlineData("%pathmind tran", "Line 1: There is no command 'tran'. Did you mean train? Commands: train, run, compare, "
        + "importance, policies, simulations, submit.")]
    [InlineData("%train --steps many", "Line 1: --steps is 'many', but must be a whole number.")]
    [InlineData("%train --time soon", "Line 1: --time is 'soon', but must be a duration such as 90s, 10m, 1.5h or 0:10:00.")]
    [InlineData("%train Chian", "There is no simulation 'Chian'. Did you mean Chain? Simulations: Bandit, Chain, nine.")]
    [InlineData("%train number", "The variable 'number' is of type Int32, not a simulation. Simulations: Bandit, Chain, nine.")]
    [InlineData("%train String", "String is not a simulation: it must derive from Simulation and must not be abstract. Simulations: "
        + "Bandit, Chain, nine.")]
    [InlineData("%train Chain Bandit", "Line 1: Unexpected argument 'Bandit' for train. Options: --steps, --time, --until, --seed, "
        + "--out, --tensorboard, --reward, --weights, --observations, --algorithm, --history, --memory, --simulations, --threads, "
        + "--workers, --start-from, --population, --seeds, --sweep, --each-term, --options, --progress, --as.")]
    [InlineData("%train Bandit --algorithm dqn", "--algorithm is 'dqn', but must be one of: PPO, SAC.")]
    [InlineData("%train --weights found", "--weights has 'found', but needs a term and a number: found=2,cost=1.")]
    [InlineData("%train --steps 0", "Training options out of range: Steps is 0, but must be at least 1.")]
    [InlineData("%run --episodes 0", "--episodes is 0, but must be in 1 .. 2147483647.")]
    [InlineData("%train --progress loud", "Line 1: Argument 'loud' not recognized. Must be one of:\n\t'console'\n\t'json'\n\t'none'")]
    public async Task Errors_say_what_came_and_what_is_possible(string cell, string message)
    {
        session.Types.AddRange([typeof(Bandit), typeof(Chain), typeof(string)]);
        (session["nine"], session["number"]) = (new Chain(), 9);
        Assert.Equal(message, await session.Error(cell));
    }

    [Fact]
    public async Task An_unknown_policy_is_told_the_variables_and_folders_there_are()
    {
        session.Types.Add(typeof(Bandit));
        session["lever"] = Policy.Random();
        Assert.StartsWith(
            "There is no policy 'levr': it is neither a variable nor a folder or file. Did you mean lever? Policies: random, lever",
            await session.Error("%run --policy levr"));
    }

    [Fact]
    public async Task A_class_that_needs_arguments_is_trained_through_a_function_and_run_through_a_variable()
    {
        session.Types.Add(typeof(Needy));
        Assert.Contains("its constructor needs (int places). Add a constructor without parameters: public Needy() : this(…) { "
            + "}", await session.Error("%train"));
        session["seven"] = new Needy(7);
        Assert.Contains("var make = () => new Needy(…);", await session.Error("%train seven"));
        session["make"] = () => new Needy(9);

        await session.Run("%train make --steps 200\n%run seven");
        Assert.Equal("Needy", Assert.IsType<TrainedPolicy>(session["policy"]).Simulation);
        Assert.Equal("Needy", Assert.IsType<EpisodeLog>(session["log"]).Simulation);
    }

    [Theory]
    [InlineData("""{ "stepz": 5 }""", "there is no option 'stepz'. Did you mean Steps? Options: Steps, ")]
    [InlineData("""{ "ppo": { "discont": 5 } }""", "there is no option 'Ppo.discont'. Did you mean Discount?")]
    [InlineData("[1]", "must hold one JSON object")]
    [InlineData("{", "cannot be read as training options")]
    [InlineData("""{ "limits": { "late": "soon" } }""", "The limit of late is 'soon', but must be words such as")]
    [InlineData("""{ "steps": "many" }""", "cannot be read as training options")]
    public async Task An_options_file_with_an_error_is_told_so(string json, string message)
    {
        session.Types.Add(typeof(Bandit));
        var file = Path.Combine(folder, "options.json");
        File.WriteAllText(file, json);
        Assert.Contains(message, await session.Error($"%train --options '{file}'"));
    }

    [Fact]
    public async Task A_training_stopped_at_once_says_that_nothing_was_learnt()
    {
        session.Types.Add(typeof(Bandit));
        session.Cancellation = new(canceled: true);
        await session.Run("%train");
        Assert.IsType<TrainedPolicy>(session["policy"]);
        Assert.StartsWith("Stopped as asked, before anything was learnt: ", Assert.IsType<TextLine>(
            Assert.IsType<TextLine>(session.Display.Updates[^1])).Text);
    }

    [Theory]
    [InlineData("%train --as 1x")]
    [InlineData("%run --as my-log")]
    public async Task A_name_that_no_variable_can_have_is_refused_before_the_work(string magic)
    {
        session.Types.Add(typeof(Bandit));
        Assert.Contains(
            ", but must be the name of a variable: letters, digits and _, not beginning with a digit.", await session.Error(magic));
        Assert.Empty(session.Display.Updates);
    }

    [Fact]
    public async Task A_run_that_is_stopped_says_so()
    {
        session.Types.Add(typeof(Chain));
        session.Cancellation = new(canceled: true);
        Assert.StartsWith("The run was stopped in the middle of an episode", await session.Error("%run"));
        Assert.Null(session["log"]);
    }

    [Theory]
    [InlineData("%run Shop", "Shop cannot be made: FileNotFoundException: orders.csv is not there")]
    [InlineData("%pathmind simulations", "Shop cannot be made: FileNotFoundException: orders.csv is not there")]
    public async Task A_constructor_that_throws_fails_the_cell(string cell, string message)
    {
        session.Types.Add(typeof(Shop));
        Assert.Equal(message, await session.Error(cell));
    }

    [Fact]
    public async Task An_error_of_the_simulation_is_the_users_not_the_commands()
    {
        session["broken"] = () => new Broken();
        Assert.Contains("oops", (await Assert.ThrowsAsync<SimulationException>(() => session.Run("%train broken"))).Message);
    }

    sealed class Shop : Simulation
    {
        public Shop() => throw new FileNotFoundException("orders.csv is not there");

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["x"] = 1 };

        public override Reward GetReward(int agent) => new() { ["paid"] = 1 };

        public override bool IsDone(int agent) => true;
    }

    sealed class Broken : Simulation
    {
        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step() => throw new InvalidOperationException("oops");

        public override Observation GetObservation(int agent) => new() { ["x"] = 1 };

        public override Reward GetReward(int agent) => new() { ["paid"] = 1 };

        public override bool IsDone(int agent) => true;
    }
}
