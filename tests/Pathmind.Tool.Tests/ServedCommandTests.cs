namespace Pathmind.Tests;

/// <summary>What workers and trainings start: processes that compile a script and work for them.</summary>
public sealed class ServedCommandTests : ToolFolder
{
    [Theory]
    [InlineData("slices")]
    [InlineData("rollouts")]
    public void A_process_that_is_not_ready_yet_ends_with_the_one_that_started_it(string command)
    {
        Write("slow.csx", "class Slow\n{\n    public static Func<Reward, double> Reward()\n    {\n"
            + "        System.Threading.Thread.Sleep(-1);\n        return null;\n    }\n}\n\n" + Coin);
        Assert.Equal(0, RunWith([], [command, "slow.csx", "Coin", "--reward", "Slow.Reward()"], input: "").ExitCode);
    }
}
