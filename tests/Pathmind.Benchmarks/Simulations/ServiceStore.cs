namespace Pathmind.Benchmarks;

/// <summary>A store orders each period before a demand of 0 .. 9 that nothing foretells; what it holds costs, what it
/// cannot serve is lost, and only a limit on the fill rate makes it order at all. An order-up-to level of 7 serves 93.4
/// % at a cost of 112, one of 8 serves 97.8 % at 144.</summary>
public sealed class ServiceStore : Simulation
{
    const int Periods = 40, Demands = 10, MostOrdered = 15;

    int stock, period, demanded, served;

    public override ActionSpace ActionSpace(int agent) => new Discrete(MostOrdered + 1);

    public override void Reset() => (stock, period, demanded, served) = (0, 0, 0, 0);

    public override void Step()
    {
        stock += Action[0].Choice;
        var demand = Random.Next(Demands);
        var sold = Math.Min(demand, stock);
        (stock, served, demanded) = (stock - sold, served + sold, demanded + demand);
        period++;
    }

    public override Observation GetObservation(int agent) => new() { ["stock"] = stock };

    public override Reward GetReward(int agent) => new() { ["holding"] = -stock };

    public override Metrics GetMetrics(int agent) => new() { ["fill_rate"] = demanded == 0 ? 1 : (double)served / demanded };

    public override bool IsDone(int agent) => period >= Periods;

    /// <summary>Fills the stock up to a level.</summary>
    public static Policy OrderUpTo(int level) => Policy.From(
        $"order up to {level}", observation => Math.Clamp(level - (int)(double)observation["stock"], 0, MostOrdered));
}
