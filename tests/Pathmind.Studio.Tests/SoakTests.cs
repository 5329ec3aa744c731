namespace Pathmind.Tests;

/// <summary>kill -9, a few times; fifty times in the benchmarks (<c>-- studio --only studio.soak</c>).</summary>
public sealed class SoakTests : StudioFolder
{
    [Fact]
    public async Task After_random_kills_no_experiment_is_lost_and_none_has_a_wrong_state()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows starts no trainings.");
        var result = await new StudioSoak(Data, seed: 1).RunAsync(kills: 5);
        Assert.Empty(result.Lost);
        Assert.Empty(result.Wrong);
        Assert.Equal(5, result.StudiosKilled + result.TrainingsKilled);
    }
}
