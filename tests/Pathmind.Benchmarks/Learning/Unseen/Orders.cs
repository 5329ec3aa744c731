using Pathmind;

/// <summary>How many newspapers to buy in the morning, if the day's mean demand is known and demand is uniform within
/// half of it to either side: that quantile of demand whose rank is (price − cost) / price (Arrow, Harris and Marschak
/// 1951).</summary>
/// <param name="unit">What a unit of money counts in the reward.</param>
internal sealed class Newsvendor(double unit) : Simulation
{
    const int Days = 10;
    const double Price = 3, Cost = 1;

    double mean, profit;
    int day;

    public static Policy Best { get; } =
        Policy.From("critical ratio", seen => (float)(seen["mean_demand"] * (0.5 + (Price - Cost) / Price)));

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, 0, 200);

    public override void Reset()
    {
        day = 0;
        Forecast();
    }

    public override void Step()
    {
        var demand = mean * (0.5 + Random.NextDouble());
        profit = unit * (Price * Math.Min(demand, Action[0].Value) - Cost * Action[0].Value);
        day++;
        Forecast();
    }

    public override Observation GetObservation(int agent) => new() { ["mean_demand"] = mean, ["day"] = day };

    public override Reward GetReward(int agent) => new() { ["profit"] = profit };

    public override bool IsDone(int agent) => day == Days;

    void Forecast() => mean = 20 + 100 * Random.NextDouble();
}

/// <summary>Three orders without an upper bound, for demands of about 5, 400 and 20 000 pieces: the cost is the
/// relative distance.</summary>
internal sealed class UnboundedOrders : Simulation
{
    const int Steps = 10;
    static readonly double[] Level = [5, 400, 20_000];

    readonly float[] forecast = new float[3];
    double cost;
    int step;

    public static Policy Best { get; } = Policy.From("the forecast", seen =>
        AgentAction.Of([], [.. seen["forecast"].Values.ToArray().Select((share, i) => (float)(share * Level[i]))]));

    public override ActionSpace ActionSpace(int agent) => new Continuous(3, 0, float.PositiveInfinity);

    public override void Reset()
    {
        step = 0;
        Forecast();
    }

    public override void Step()
    {
        cost = 0;
        for (var i = 0; i < forecast.Length; i++)
            cost += Math.Min(3, Math.Abs(Action[0].Values[i] / Level[i] - forecast[i]));
        step++;
        Forecast();
    }

    public override Observation GetObservation(int agent) => new() { ["forecast"] = forecast, ["step"] = step };

    public override Reward GetReward(int agent) => new() { ["cost"] = -cost };

    public override bool IsDone(int agent) => step == Steps;

    void Forecast()
    {
        for (var i = 0; i < forecast.Length; i++)
            forecast[i] = 0.5f + Random.NextSingle();
    }
}
