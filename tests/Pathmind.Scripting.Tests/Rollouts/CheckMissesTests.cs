using Pathmind.Numerics;

namespace Pathmind.Tests.Rollouts;

/// <summary>Mistakes that the check once passed, and what driver and training say of them.</summary>
public class CheckMissesTests
{
    [Fact]
    public void Agents_and_spaces_that_change_are_problems()
    {
        Assert.Equal(
            ["NumberOfAgents was 2 at first and is 1 after a later Reset: keep it the same in all episodes; who takes no part is done "
                + "at once."],
            new ChangingAgents().Check().Problems);
        Assert.Equal(
            ["ActionSpace(0): the action space was Discrete(3) at first and is Discrete(4) in a later episode: keep it the same, and "
                + "forbid with GetActionMask "
                + "what is not possible."],
            new ChangingSpace().Check().Problems);
    }

    [Fact]
    public void Agents_and_spaces_that_change_end_a_run_and_a_training_with_the_place()
    {
        Assert.Equal(
            "ChangingAgents.Reset() in episode 1 at Reset: NumberOfAgents was 2 at first and is 3 after a later Reset: keep it the "
                + "same in all episodes; "
                + "who takes no part is done at once.",
            Assert.Throws<SimulationException>(() => new ChangingAgents { Next = [2, 3] }.Run(display: Display.None)).Message);
        Assert.Contains("ActionSpace(0) in episode 1 at Reset: the action space was Discrete(3) at first and is Discrete(4)",
            Assert.Throws<SimulationException>(() => new ChangingSpace().Run(episodes: 3, display: Display.None)).Message);
        Assert.Contains("the action space was Discrete(3) at first",
            Assert.ThrowsAny<Exception>(() => new ChangingSpace().Train(new() { Steps = 500, Display = Display.None })).ToString());
    }

    [Fact]
    public void A_simulation_without_a_reward_term_has_a_problem() => Assert.Equal(
        ["GetReward returns no term, so there is nothing to learn: write at least one, as in new() { [\"profit\"] = profit }."],
        new NoReward().Check().Problems);

    [Fact]
    public void A_reward_that_is_always_the_same_is_worth_a_look_unless_shorter_episodes_earn_more()
    {
        Assert.StartsWith("The reward was 1 at each of 2000 random steps", Assert.Single(new ConstantReward().Check().Hints));
        Assert.Empty(new CostPerStep().Check().Hints);
    }

    [Fact]
    public void Async_void_is_named_by_check_run_and_training()
    {
        const string Problem =
            "Step(): it is async, so it returns before its work is done: wait inside it, as in task.GetAwaiter().GetResult().";

        Assert.Equal([Problem], new AsyncStep().Check().Problems);
        Assert.EndsWith(Problem[8..], Assert.Throws<SimulationException>(() => new AsyncStep().Run(display: Display.None)).Message);
    }

    [Fact]
    public void The_same_hint_for_several_observations_is_told_once()
    {
        Assert.Equal(
            [
                "The observations 'far' (1,000 to 10,000), 'list_0' (2,000 to 20,000), 'list_1' (3,000 to 30,000) are far from unit scale. "
                    + "Training scales by itself; dividing by the usual size makes learning more even.",
                "The observation 'atom' lay between 1E-9 and 1E-8. Differences so small may be lost to the network: divide by the "
                    + "usual size.",
            ],
            new Units().Check().Hints);
    }

    [Fact]
    public void Random_can_be_seeded_by_hand()
    {
        Simulation one = new Base(), two = new Base(), run = new Base();
        one.Seed(7);
        two.Seed(7);

        var numbers = Enumerable.Range(0, 5).Select(_ => one.Random.Next(1000)).ToArray();
        Assert.Equal(numbers, Enumerable.Range(0, 5).Select(_ => two.Random.Next(1000)));
        Assert.Equal(new Random(0).Next(1000), run.Random.Next(1000));
        RandomStream first = new(7, 1);
        first.Restart(7, 1);
        Assert.Equal(numbers[0], first.Next(1000));                      // the stream of the first episode of Run(seed: 7)
    }

    class Base : Simulation
    {
        protected int Now { get; set; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => Now = 0;

        public override void Step() => Now++;

        public override Observation GetObservation(int agent) => new() { ["now"] = Now };

        public override Reward GetReward(int agent) => new() { ["r"] = Action[agent].Choice };

        public override bool IsDone(int agent) => Now == 10;
    }

    sealed class ChangingAgents : Base
    {
        int resets;

        public int[] Next { get; init; } = [2, 1];

        public override int NumberOfAgents => resets == 0 ? 2 : Next[(resets - 1) % Next.Length];

        public override void Reset()
        {
            base.Reset();
            resets++;
        }
    }

    sealed class ChangingSpace : Base
    {
        int episodes;

        public override void Reset()
        {
            base.Reset();
            episodes++;
        }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2 + episodes % 3);
    }

    sealed class NoReward : Base
    {
        public override Reward GetReward(int agent) => new();
    }

    sealed class ConstantReward : Base
    {
        public override Reward GetReward(int agent) => new() { ["r"] = 1 };
    }

    sealed class CostPerStep : Base
    {
        public override Reward GetReward(int agent) => new() { ["r"] = -1 };

        public override bool IsDone(int agent) => Now == 10 || Action[0].Choice == 1;
    }

    sealed class AsyncStep : Base
    {
        public override async void Step()
        {
            await Task.Delay(1);
            base.Step();
        }
    }

    sealed class Units : Base
    {
        public override Observation GetObservation(int agent) =>
            new()
            {
                ["far"] = 1000 * (Now + 1), ["list"] = new[] { 2000 * (Now + 1), 3000 * (Now + 1) }, ["near"] = Now / 10f,
                ["atom"] = 1e-9 * (Now + 1)
            };
    }
}
