using System.Numerics;

namespace Pathmind.Tests.Simulations;

/// <summary>What can be written into an observation, a reward, metrics.</summary>
public class ConversionTests
{
    [Fact]
    public void Numbers_of_all_types_are_numbers()
    {
        Observation seen = new()
        {
            ["byte"] = (byte)1, ["sbyte"] = (sbyte)-2, ["short"] = (short)3, ["ushort"] = (ushort)4, ["int"] = 5, ["uint"] = 6u,
            ["long"] = 7L, ["ulong"] = 8UL,
            ["half"] = (Half)9, ["float"] = 10f, ["double"] = 11.0, ["decimal"] = 12m, ["bool"] = true, ["char"] = '\u000e',
            ["enum"] = DayOfWeek.Friday,
        };

        Assert.Equal([1, -2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 14, 5], seen.Names.ToArray().Select(name => (int)NumberOf(seen, name)));
    }

    [Fact]
    public void Nullable_numbers_that_have_a_value_are_numbers()
    {
        Observation seen = new()
        {
            ["int"] = (int?)1, ["short"] = (short?)2, ["byte"] = (byte?)3, ["long"] = (long?)4, ["float"] = (float?)5,
            ["double"] = (double?)6, ["decimal"] = (decimal?)7,
            ["bool"] = (bool?)true, ["enum"] = (DayOfWeek?)DayOfWeek.Tuesday,
        };

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 1, 2], seen.Names.ToArray().Select(name => (int)NumberOf(seen, name)));
    }

    [Fact]
    public void Null_is_refused_by_name()
    {
        const string Message = "'stock' is null, but every observation is a number or a list of numbers: write what to show in its "
            + "place, as in x ?? 0";

        Assert.Equal(Message, Assert.ThrowsAny<ArgumentException>(() => new Observation { ["stock"] = (int?)null }.Count).Message);
        Assert.Equal(Message, Assert.ThrowsAny<ArgumentException>(() => new Observation { ["stock"] = (DayOfWeek?)null }.Count).Message);
        Assert.Equal(Message, Assert.ThrowsAny<ArgumentException>(() => new Observation { ["stock"] = (float[]?)null }.Count).Message);
        Assert.Equal(Message, Assert.ThrowsAny<ArgumentException>(() => new Observation { ["stock"] = (List<double>?)null }.Count).Message);
        Assert.Equal("Forgetful.GetObservation(0) in episode 1 at Reset: " + Message + ".",
            Assert.Throws<SimulationException>(() => new Forgetful().Run(display: Display.None)).Message);
    }

    [Fact]
    public void Arrays_lists_grids_vectors_and_sequences_are_lists()
    {
        int[] numbers = [1, 2];
        Observation seen = new()
        {
            ["float[]"] = new[] { 1f, 2f }, ["double[]"] = new[] { 1.0, 2 }, ["decimal[]"] = new[] { 1m, 2 },
            ["half[]"] = new[] { (Half)1, (Half)2 },
            ["byte[]"] = new byte[] { 1, 2 }, ["sbyte[]"] = new sbyte[] { 1, 2 }, ["short[]"] = new short[] { 1, 2 },
            ["ushort[]"] = new ushort[] { 1, 2 },
            ["int[]"] = numbers, ["uint[]"] = new[] { 1u, 2u }, ["long[]"] = new[] { 1L, 2L }, ["ulong[]"] = new[] { 1UL, 2UL },
            ["List<float>"] = new List<float> { 1, 2 }, ["List<double>"] = new List<double> { 1, 2 },
            ["List<decimal>"] = new List<decimal> { 1, 2 },
            ["List<int>"] = new List<int> { 1, 2 }, ["List<long>"] = new List<long> { 1, 2 }, ["List<byte>"] = new List<byte> { 1, 2 },
            ["span"] = numbers.Select(number => (float)number).ToArray().AsSpan(), ["vector"] = new Vector2(1, 2),
            ["float[,]"] = new float[,] { { 1 }, { 2 } }, ["int[,]"] = new[,] { { 1, 2 } }, ["double[,]"] = new[,] { { 1.0, 2 } },
            ["byte[,]"] = new byte[,] { { 1, 2 } },
            ["sequence"] = [.. Enumerable.Range(1, 2)], ["expression"] = [1, 2.0],
        };

        Assert.All(seen.Names, name => Assert.Equal([1f, 2f], ListOf(seen, name)));
        Assert.Equal([1f, 2, 3, 4], ListOf(new() { ["v"] = new Vector4(1, 2, 3, 4) }, "v"));
        Assert.Equal([1f, 2, 3], ListOf(new() { ["v"] = new Vector3(1, 2, 3) }, "v"));
        Assert.Equal([1f, 2, 3, 4, 5, 6], ListOf(new() { ["grid"] = new[,] { { 1, 2, 3 }, { 4, 5, 6 } } }, "grid"));
        Assert.Equal([1f, 0, 0, 1], ListOf(new() { ["grid"] = new[,] { { true, false }, { false, true } } }, "grid"));
        Assert.Equal([1f, 0], ListOf(new() { ["flags"] = new List<bool> { true, false } }, "flags"));
        Assert.Empty(ListOf(new() { ["none"] = new float[0, 3] }, "none"));
    }

    [Fact]
    public void A_list_can_be_gone_through()
    {
        Observation seen = new() { ["list"] = [1, 2, 3.5] };
        var sum = 0.0;
        foreach (var number in seen["list"])
            sum += number;

        Assert.Equal(6.5, sum);
    }

    [Fact]
    public void Rewards_and_metrics_take_numbers_of_all_types()
    {
        Reward reward = new()
        {
            ["byte"] = (byte)1, ["int"] = 2, ["uint"] = 3u, ["long"] = 4L, ["ulong"] = 5UL, ["float"] = 6f, ["double"] = 7.0,
            ["decimal"] = -8.25m, ["half"] = (Half)9,
            ["bool"] = true, ["short"] = (short)11,
        };
        reward["sum"] = reward["decimal"] + 2 * reward["int"] - Math.Max(reward["float"], 0);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, -8.25, 9, 1, 11, -10.25], reward.Names.Select(name => (double)reward[name]));
        Assert.Equal("-8.25", $"{reward["decimal"]}");
        Metrics metrics = new() { ["decimal"] = 1.5m, ["long"] = 2L };
        Assert.Equal(2, metrics.Count);
    }

    [Fact]
    public void Observations_and_rewards_of_numbers_allocate_nothing()
    {
        var (whole, real, money, flag, small) = (3, 0.5, 2.5m, true, (ulong)7);
        double sum = 0;
        long before = 0;
        for (var i = 0; i < 200; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            Observation seen = new()
            {
                ["whole"] = whole, ["real"] = real, ["money"] = money, ["flag"] = flag, ["small"] = small,
                ["maybe"] = (int?)whole
            };
            Reward reward = new() { ["whole"] = whole, ["real"] = real, ["money"] = money, ["flag"] = flag, ["small"] = small };
            sum += seen.Count + reward.Count + reward["money"];
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(200 * 13.5, sum);
    }

    static float NumberOf(Observation seen, string name) => seen[name];

    static float[] ListOf(Observation seen, string name) => seen[name].Values.ToArray();

    sealed class Forgetful : Simulation
    {
        int? stock;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => stock = null;

        public override void Step() => stock = 1;

        public override Observation GetObservation(int agent) => new() { ["stock"] = stock };

        public override Reward GetReward(int agent) => new() { ["r"] = 1 };

        public override bool IsDone(int agent) => true;
    }
}
