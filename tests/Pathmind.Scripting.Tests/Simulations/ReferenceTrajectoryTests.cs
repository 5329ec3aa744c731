using CsvHelper;
using Pathmind.Simulations;

namespace Pathmind.Tests;

/// <summary>Our benchmark simulations against an independent transcription of the published equations:
/// reference/trajectories.py wrote the numbers. Observations (float32) and rewards (float64) are equal to the last
/// digit, because both sides call the C library's sin and cos and keep the order of the operations.</summary>
public sealed class ReferenceTrajectoryTests
{
    [Fact]
    public void CartPole_is_Gymnasiums() => Assert.Equal(5, Replay(new CartPole(), nameof(CartPole)));

    [Fact]
    public void Acrobot_is_Gymnasiums() => Assert.Equal(3, Replay(new Acrobot(), nameof(Acrobot)));

    [Fact]
    public void MountainCar_is_Gymnasiums() => Assert.Equal(4, Replay(new MountainCar(), nameof(MountainCar)));

    [Fact]
    public void MountainCarContinuous_is_Gymnasiums() =>
        Assert.Equal(4, Replay(new MountainCarContinuous(), nameof(MountainCarContinuous)));

    [Fact]
    public void Pendulum_is_Gymnasiums() => Assert.Equal(3, Replay(new Pendulum(), nameof(Pendulum)));

    /// <remarks>OR-Gym adds up the profit stage by stage, we by kind: the last digits of the sums differ.</remarks>
    [Fact]
    public void Inventory_is_OR_Gyms() => Assert.Equal(5, Replay(new Inventory(), nameof(Inventory), tolerance: 1e-11));

    /// <summary>Plays every trajectory of a file; returns how many ended.</summary>
    static int Replay(Simulation simulation, string name, double tolerance = 0)
    {
        var draws = new GivenDraws();
        SimulationDriver? driver = null;
        var ended = 0;
        foreach (var row in Rows(Path.Combine(AppContext.BaseDirectory, "Simulations", "reference", $"{name}.csv")))
        {
            var place = $"{name}, trajectory {row.Trajectory}, step {row.Step}";
            draws.Give(simulation is Inventory ? DrawsOfDemand(row.Draws) : Numbers(row.Draws));
            var ending = Ending.None;
            if (row.Step == 0)
            {
                driver ??= new(simulation, draws);
                driver.Begin();
            }
            else
            {
                driver!.Act(0, Act(simulation.ActionSpace(0), Floats(row.Action)));
                ending = driver.Advance();
                Assert.True(Math.Abs(Sum(driver.Rewards(0)) - double.Parse(row.Reward)) <= tolerance,
                    $"{place}: reward {Sum(driver.Rewards(0)):R}, but {row.Reward} is right");
            }
            var seen = new float[driver.Schema.Observations.Size];
            driver.Observe(0, seen);
            Assert.True(seen.AsSpan().SequenceEqual(Floats(row.Observation)),
                $"{place}: saw {string.Join(' ', seen)}, but {row.Observation} is right");
            Assert.True(ending == row.Ending, $"{place}: {ending}, but {row.Ending} is right");
            ended += ending == Ending.None ? 0 : 1;
        }
        return ended;
    }

    static IEnumerable<Row> Rows(string file)
    {
        using var csv = CsvReader.FromFile(file);
        while (csv.Read())
            yield return new(
                csv.Parse<int>("trajectory"), csv.Parse<int>("step"), csv.GetString("draws"), csv.GetString("action"),
                csv.GetString("observation"),
                csv.GetString("reward"), Enum.Parse<Ending>(csv.GetString("ending")));
    }

    static AgentAction Act(ActionSpace space, float[] numbers) => space is Discrete ? (int)numbers[0] : numbers;

    static float[] Floats(string list) => [.. list.Split(' ').Select(float.Parse)];

    static double[] Numbers(string list) => [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];

    static double Sum(ReadOnlySpan<double> terms)
    {
        var sum = 0.0;
        foreach (var term in terms)
            sum += term;
        return sum;
    }

    /// <summary>Uniform numbers of which Knuth's method makes this demand: as many that are almost 1, then a
    /// 0.</summary>
    static double[] DrawsOfDemand(string demand) => [.. Enumerable.Repeat(0.999, (int)Numbers(demand).Sum()), 0];

    sealed record Row(int Trajectory, int Step, string Draws, string Action, string Observation, string Reward, Ending Ending);
}
