using Pathmind;

/// <summary>A price and one of four advertisements in one action, profits in millions: demand falls with the price in a
/// way that is shown, each advertisement reaches another part of the customers of the day, and demand has
/// noise.</summary>
internal sealed class Prices : Simulation
{
    const int Days = 12, Campaigns = 4;
    const double Million = 1e6, UnitCost = 4, CampaignReach = 30;

    readonly float[] reached = new float[Campaigns];
    double wanted, slope, profit;
    int day;

    public static Policy Best { get; } = Policy.From("monopoly price", seen =>
    {
        var shares = seen["reached"].Values.ToArray();
        var campaign = Array.IndexOf(shares, shares.Max());
        return AgentAction.Of([campaign], [(float)((Wanted(seen["wanted"], shares[campaign]) / seen["slope"] + UnitCost) / 2)]);
    });

    public override ActionSpace ActionSpace(int agent) => new Composite(new Discrete(Campaigns), new Continuous(1, 0, 40));

    public override void Reset()
    {
        day = 0;
        Next();
    }

    public override void Step()
    {
        var price = Action[0].Value;
        var sold = Math.Max(0, Wanted(wanted, reached[Action[0].Choice]) - slope * price) * (0.8 + 0.4 * Random.NextDouble());
        profit = Million * sold * (price - UnitCost);
        day++;
        Next();
    }

    public override Observation GetObservation(int agent) => new() { ["wanted"] = wanted, ["slope"] = slope, ["reached"] = reached };

    public override Reward GetReward(int agent) => new() { ["profit"] = profit };

    public override bool IsDone(int agent) => day == Days;

    static double Wanted(double wanted, double reached) => wanted + CampaignReach * reached;

    void Next()
    {
        (wanted, slope) = (40 + 40 * Random.NextDouble(), 2 + 2 * Random.NextDouble());
        for (var i = 0; i < Campaigns; i++)
            reached[i] = Random.NextSingle();
    }
}
