namespace Pathmind.Tests.Rollouts;

public class CheckTests
{
    [Fact]
    public void Simulations_without_a_fault_pass()
    {
        foreach (var simulation in new Simulation[] { new Walker(), new MouseAndCheese(), new Counters(), new ReadsTable() })
        {
            var check = simulation.Check();
            Assert.Empty(check.Problems);
            check.ThrowIfAny();
        }
        Assert.Empty(new Walker().Check().Hints);
        Assert.Equal("Walker: no problem found", new Walker().Check().ToString());
    }

    [Fact]
    public void Each_fault_is_found_and_nothing_else()
    {
        OnlyProblem<RenamesObservation>("GetObservation(0) at step", "(missing: position; new: place)");
        OnlyProblem<WritesTwice>("GetObservation(0) at Reset: the observation 'position' is written twice.");
        OnlyProblem<ChangesLength>("'list' has 3 numbers, but 2 at the first Reset");
        OnlyProblem<DividesByZero>("'ratio' is Infinity");
        OnlyProblem<RewardsWithoutBound>("GetReward(0) at step", "'progress' is Infinity");
        OnlyProblem<RenamesTerm>("GetReward(0) at step", "return the same names every time");
        OnlyProblem<LeaksThroughReset>(
            "Reset must put back everything", "First difference: observation 'tired' of agent 0 right after Reset was 0.0");
        OnlyProblem<OwnSeededChance>("no chance but Random");
        OnlyProblem<OwnChance>("Two new instances", "use no chance but Random, and neither the clock nor static state");
        OnlyProblem<SharesPosition>("stepped by turns", "shared");
        OnlyProblem<InheritsSharing>("Static fields are shared between instances: ");
        OnlyProblem<NoAgents>("NumberOfAgents is 0, but must be at least 1.");
        OnlyProblem<NoSteps>("MaxSteps is 0, but must be at least 1.");
        OnlyProblem<SharesCounter>("Two new instances", "Static fields are shared between instances: steps");
        OnlyProblem<AllowsNothing>("nothing is allowed");
        OnlyProblem<ForgetsMask>("no mask came, but Discrete(2) needs 2 at every step");
        OnlyProblem<ShortMask>("a mask of 2 entries came, but Discrete(3) needs 3");
        OnlyProblem<Throws>("Step() at step 2 threw FormatException: odd");
        OnlyProblem<DrawsNaN>("Draw() at ", "threw ArgumentException: Canvas.Circle(x: NaN, y: 0, radius: 1) cannot be drawn");
    }

    [Fact]
    public void Hints_are_no_problems()
    {
        OnlyHint<DifferentSpaces>(
            "The agents are of 2 kinds: agent 0 (sees position; decides Discrete(2)), agent 1 (sees position; decides Discrete(3)).");
        OnlyHint<NeverDone>("IsDone was never true", "MaxSteps = 30");
        OnlyHint<LargeNumbers>("'grams' lay between 0 and 4,000");
        OnlyHint<LargeNegativeNumbers>("'debt' lay between −4,000 and 0");
        OnlyHint<ConstantObservation>("'gravity' was 9.81 in all");
        OnlyHint<ComputedReward>("The reward was 0.3 at each");
        Assert.Contains("no problem found\nWorth a look; it may be intended:\n  ? The observation 'gravity'", new ConstantObservation()
            .Check().ToString());
    }

    [Fact]
    public void An_episode_longer_than_the_walk_is_waited_for() => Assert.Empty(new EndsLate().Check(steps: 2_000).Hints);

    [Fact]
    public void What_is_not_finite_is_a_problem_and_no_hint() => Assert.Empty(new DividesByZero().Check().Hints);

    [Fact]
    public void All_problems_are_reported_not_only_the_first()
    {
        var check = new TwoFaults().Check();

        Assert.Equal(2, check.Problems.Count);
        Assert.StartsWith("TwoFaults: 2 problems\n  ✗ GetObservation(0)", check.ToString());
        Assert.Equal(check.ToString(), Assert.Throws<InvalidOperationException>(check.ThrowIfAny).Message);
    }

    [Fact]
    public void A_class_without_parameterless_constructor_is_checked_through_a_function()
    {
        Assert.Contains(
            "SimulationCheck.Of(() => new NeedsArgument(…))", Assert.Throws<ArgumentException>(() => new NeedsArgument(1).Check()).Message);
        Assert.Empty(SimulationCheck.Of(() => new NeedsArgument(1)).Problems);
    }

    static void OnlyProblem<T>(params string[] parts)
        where T : Simulation, new()
    {
        var check = new T().Check();
        var problem = Assert.Single(check.Problems);
        Assert.All(parts, part => Assert.Contains(part, problem));
    }

    static void OnlyHint<T>(params string[] parts)
        where T : Simulation, new()
    {
        var check = new T().Check();
        Assert.Empty(check.Problems);
        var hint = Assert.Single(check.Hints);
        Assert.All(parts, part => Assert.Contains(part, hint));
    }
}
