using Pathmind;

/// <summary>How much to have in store for a demand whose level wanders and is hidden in noise; the last ten demands are
/// shown. Cost is the distance, so the best is the predicted demand: that of a steady Kalman filter.</summary>
internal sealed class WanderingDemand : Simulation
{
    const int Steps = 30, Shown = 10;
    const double Wander = 6, Noise = 6, Start = 100;
    // of the error of the predicted level p: p = p − p² / (p + noise²) + wander², gain p / (p + noise²)
    static readonly double Variance = (Wander * Wander + Math.Sqrt(Math.Pow(Wander, 4) + 4 * Wander * Wander * Noise * Noise)) / 2;
    static readonly double Gain = Variance / (Variance + Noise * Noise);

    readonly float[] last = new float[Shown];                            // newest first
    double level, cost;
    int step;

    public static Policy Best { get; } = Policy.From("Kalman filter", seen =>
    {
        var demands = seen["last_demands"].Values.ToArray();
        var expected = (double)demands[^1];
        for (var i = Shown - 2; i >= 0; i--)
            expected += Gain * (demands[i] - expected);
        return (float)expected;
    });

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, 0, 200);

    public override void Reset()
    {
        (level, step) = (Start + 30 * (2 * Random.NextDouble() - 1), 0);
        for (var i = 0; i < Shown; i++)
            Demand();
    }

    public override void Step()
    {
        var stored = Action[0].Value;
        Demand();
        cost = Math.Abs(stored - last[0]);
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["last_demands"] = last };

    public override Reward GetReward(int agent) => new() { ["cost"] = -cost };

    public override bool IsDone(int agent) => step == Steps;

    void Demand()
    {
        level = Math.Clamp(level + Wander * Normal(), 20, 180);
        Array.Copy(last, 0, last, 1, Shown - 1);
        last[0] = (float)(level + Noise * Normal());
    }

    /// <summary>By Box and Muller's formula.</summary>
    double Normal() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());
}

/// <summary>Orders that arrive four steps later, all of them shown; what is missing is owed. With costs in proportion
/// to what is held or owed the best is to fill up stock and orders to one level: the quantile of the demand of five
/// steps whose rank is owed / (owed + held) (Karlin and Scarf 1958).</summary>
internal sealed class LeadTime : Simulation
{
    const int Steps = 60, Lead = 4, MostOrder = 40, Trials = 10;
    const double Chance = 0.5, Held = 1, Owed = 9;
    static readonly int Level = Quantile(Trials * (Lead + 1), Owed / (Owed + Held));

    readonly int[] underWay = new int[Lead];                             // what arrives first is first
    int stock, step;
    double cost;

    public static Policy Best { get; } = Policy.From("fill up", seen =>
        Math.Clamp(Level - (int)seen["stock"] - (int)seen["under_way"].Values.ToArray().Sum(), 0, MostOrder));

    public override ActionSpace ActionSpace(int agent) => new Discrete(MostOrder + 1);

    public override void Reset()
    {
        (stock, step) = (0, 0);
        Array.Fill(underWay, (int)(Trials * Chance));
    }

    public override void Step()
    {
        stock += underWay[0];
        Array.Copy(underWay, 1, underWay, 0, Lead - 1);
        underWay[^1] = Action[0].Choice;
        for (var i = 0; i < Trials; i++)
            stock -= Random.NextDouble() < Chance ? 1 : 0;
        cost = stock > 0 ? Held * stock : -Owed * stock;
        step++;
    }

    public override Observation GetObservation(int agent) =>
        new() { ["stock"] = stock, ["under_way"] = underWay.Select(ordered => (float)ordered).ToArray() };

    public override Reward GetReward(int agent) => new() { ["cost"] = -cost };

    public override bool IsDone(int agent) => step == Steps;

    /// <summary>The least number that a binomial one with chance 1/2 does not exceed with this probability.</summary>
    static int Quantile(int trials, double rank)
    {
        var (number, probability) = (0, Math.Pow(1 - Chance, trials));
        for (var sum = probability; sum < rank; sum += probability)
            probability *= (double)(trials - number++) / number * Chance / (1 - Chance);
        return number;
    }
}
