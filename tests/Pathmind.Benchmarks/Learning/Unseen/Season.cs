using Pathmind;

/// <summary>Orders of perishable stock for a demand that changes with the time of day: binomial, its mean between 2 and
/// 10 in a period of 24 steps. What is ordered is there at once; what cannot be sold waits at a cost, what is missing
/// is lost.</summary>
internal sealed class Season : Simulation
{
    const int Day = 24, Steps = 48, MostStock = 30, MostOrder = 15, Trials = 15;
    const double Price = 2, Cost = 1, Storage = 0.15;

    int stock, step;
    double profit;

    public override ActionSpace ActionSpace(int agent) => new Discrete(MostOrder + 1);

    public override void Reset() => (stock, step) = (0, 0);

    public override void Step()
    {
        var demand = 0;
        for (var i = 0; i < Trials; i++)
            demand += Random.NextDouble() < Rate(step) ? 1 : 0;
        (profit, stock) = Sell(stock, Action[0].Choice, demand);
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["stock"] = stock, ["hour"] = step % Day, ["step"] = step };

    public override Reward GetReward(int agent) => new() { ["profit"] = profit };

    public override bool IsDone(int agent) => step == Steps;

    /// <summary>By backward induction over steps and stocks.</summary>
    public static Policy Best(Season simulation)
    {
        var (order, next) = (new int[Steps, MostStock + 1], new double[MostStock + 1]);
        for (var t = Steps - 1; t >= 0; t--)
        {
            var (now, chance) = (new double[MostStock + 1], Binomial(Rate(t)));
            for (var held = 0; held <= MostStock; held++)
            {
                now[held] = double.NegativeInfinity;
                for (var ordered = 0; ordered <= MostOrder; ordered++)
                {
                    var value = 0.0;
                    for (var demand = 0; demand <= Trials; demand++)
                    {
                        var (gain, left) = Sell(held, ordered, demand);
                        value += chance[demand] * (gain + next[left]);
                    }
                    if (value > now[held])
                        (now[held], order[t, held]) = (value, ordered);
                }
            }
            next = now;
        }
        return Policy.From("dynamic programming", seen => order[(int)seen["step"], (int)seen["stock"]]);
    }

    /// <summary>Profit of a step, and the stock after it.</summary>
    static (double Profit, int Stock) Sell(int stock, int ordered, int demand)
    {
        var there = Math.Min(MostStock, stock + ordered);
        var sold = Math.Min(there, demand);
        return (Price * sold - Cost * ordered - Storage * (there - sold), there - sold);
    }

    static double Rate(int step) => (6 + 4 * Math.Sin(2 * Math.PI * step / Day)) / Trials;

    /// <summary>[Trials + 1] probabilities of each demand.</summary>
    static double[] Binomial(double rate)
    {
        var chance = new double[Trials + 1];
        chance[0] = Math.Pow(1 - rate, Trials);
        for (var k = 1; k <= Trials; k++)
            chance[k] = chance[k - 1] * (Trials - k + 1) / k * rate / (1 - rate);
        return chance;
    }
}
