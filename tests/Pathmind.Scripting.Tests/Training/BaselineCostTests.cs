using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What the baselines at the end of a training cost.</summary>
public sealed class BaselineCostTests
{
    [Theory]
    [InlineData(10, true, 300, 390)]                                       // 3 % and 3.5 % of 6 000 steps are 390
    [InlineData(1_000, false, 480, 490)]                                   // 5 % of 192 s are 480 steps; 8 episodes would be 8 000
    public void They_take_a_share_of_the_steps_and_where_their_episodes_are_long_of_the_time(
        int lengthAtTheEnd, bool arePlayed, int least, int most)
    {
        StepClock clock = new();
        var length = 10;
        TestSimulation Create() => new() { OnStep = _ => clock.Turn(1), Done = (test, _) => test.Steps >= length };
        TrainingOptions options = new() { Steps = 6_000, Threads = 1, Display = Display.None };
        using TrainingLoop training = new(Create, options, PpoLearner.Algorithm, clock, default);
        training.WarmUp();
        while (training.State.Steps < options.Steps)
            training.Iterate();
        clock.Turn(9_600 - clock.Steps);                                   // the episodes that judge
        var before = clock.Steps;
        length = lengthAtTheEnd;
        EvaluationEpisodes policy = new([.. Enumerable.Repeat(1.0, 400)], [.. Enumerable.Repeat(10, 400)], true);
        Assert.Equal(arePlayed, Baselines.Play(training.State, training.Evaluation, policy) is { Constant: not null });
        Assert.InRange(clock.Steps - before, least, most);
    }
}
