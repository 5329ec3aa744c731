namespace Pathmind.Benchmarks;

/// <summary>A machine runs at some speed in each of eight hours. The price of an hour's work is known before it; the
/// work is the root of the speed, and the speed costs energy. With a limit E on the mean energy the best speed is p² /
/// 4λ², at most 1, with the λ at which the mean is E (Lagrange).</summary>
public sealed class Production : Simulation
{
    const int Hours = 8;
    const double LowestPrice = 0.5;                                      // prices are uniform in 0.5 .. 1.5

    double price, earned, energy;
    int hour;

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, 0, 1);

    public override void Reset()
    {
        (hour, energy, earned) = (0, 0, 0);
        price = LowestPrice + Random.NextDouble();
    }

    public override void Step()
    {
        earned = price * Math.Sqrt(Action[0].Value);
        energy += Action[0].Value;
        hour++;
        price = LowestPrice + Random.NextDouble();
    }

    public override Observation GetObservation(int agent) => new() { ["price"] = price };

    public override Reward GetReward(int agent) => new() { ["earned"] = earned };

    public override Metrics GetMetrics(int agent) => new() { ["energy"] = energy };

    public override bool IsDone(int agent) => hour >= Hours;

    /// <summary>Mean energy and earnings of the best policy for a price λ of energy, by the middle rule over
    /// prices.</summary>
    public static (double Energy, double Earned) Best(double weight)
    {
        const int Prices = 10_000;
        var (energy, earned) = (0.0, 0.0);
        for (var i = 0; i < Prices; i++)
        {
            var price = LowestPrice + (i + 0.5) / Prices;
            var speed = Math.Min(1, price * price / (4 * weight * weight));
            (energy, earned) = (energy + speed, earned + price * Math.Sqrt(speed));
        }
        return (Hours * energy / Prices, Hours * earned / Prices);
    }

    /// <summary>The most that can be earned with this mean energy, by bisection of λ.</summary>
    public static double MostEarned(double energy)
    {
        var (low, high) = (0.01, 100.0);
        for (var i = 0; i < 60; i++)
            (low, high) = Best((low + high) / 2).Energy > energy ? ((low + high) / 2, high) : (low, (low + high) / 2);
        return Best(high).Earned;
    }
}
