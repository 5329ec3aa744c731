namespace Pathmind.Tests;

/// <summary>Networks that are cut in the middle of a slice, and come back: nothing is lost, nothing counts twice, and
/// the policy is that of a training alone, bit for bit.</summary>
public sealed class NetworkCutTests : NetworkOfMachines
{
    [Fact]
    public void Workers_lose_their_network_and_the_policy_is_that_of_a_training_alone()
    {
        var expected = Alone();
        Write(Pause);
        var (first, second, third) = (AddWorker(), AddWorker(), AddWorker());
        using var training = TrainThere("cut");
        var cut = Cut(first);
        Thread.Sleep(5_000);
        Mend(cut);
        var fromRedis = Cut(second, isFromRedisAlone: true);
        Thread.Sleep(5_000);
        Mend(fromRedis);
        var forLong = Cut(third);
        training.Until(_ => GoesOn(forLong.At, forLong.Slice, except: third) is not null, "the slice has begun elsewhere");
        training.Succeed();
        Mend(forLong);
        Assert.Equal(expected, PolicyOf("cut"));
        Assert.Empty(Lost);
        Assert.Empty(Doubled);
    }
}
