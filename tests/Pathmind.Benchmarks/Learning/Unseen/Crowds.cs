using Pathmind;

/// <summary>Forty agents of one policy: each goes to one of five places and gets what is there for it.</summary>
internal sealed class Fleet : Simulation
{
    const int Agents = 40, Places = 5, Steps = 25;

    readonly float[][] offers = [.. Enumerable.Range(0, Agents).Select(_ => new float[Places])];
    readonly double[] gains = new double[Agents];
    int step;

    public static Policy Best { get; } =
        Policy.From("most", seen => Array.IndexOf(seen["offers"].Values.ToArray(), seen["offers"].Values.ToArray().Max()));

    public override int NumberOfAgents => Agents;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Places);

    public override void Reset()
    {
        step = 0;
        Offer();
    }

    public override void Step()
    {
        for (var agent = 0; agent < Agents; agent++)
            gains[agent] = offers[agent][Action[agent].Choice];
        step++;
        Offer();
    }

    public override Observation GetObservation(int agent) => new() { ["offers"] = offers[agent] };

    public override Reward GetReward(int agent) => new() { ["gain"] = gains[agent] };

    public override bool IsDone(int agent) => step == Steps;

    void Offer()
    {
        foreach (var offer in offers)
            for (var i = 0; i < offer.Length; i++)
                offer[i] = Random.NextSingle();
    }
}

/// <summary>Eight agents that are rewarded for what all of them did: each has to say which of three lamps is lit at its
/// place, and all get the mean.</summary>
internal sealed class Team : Simulation
{
    const int Agents = 8, Lamps = 3, Steps = 10;

    readonly int[] lit = new int[Agents];
    double right;
    int step;

    public static Policy Best { get; } = Policy.From("the lit one", seen => Array.IndexOf(seen["lamps"].Values.ToArray(), 1f));

    public override int NumberOfAgents => Agents;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Lamps);

    public override void Reset()
    {
        step = 0;
        Light();
    }

    public override void Step()
    {
        var count = 0;
        for (var agent = 0; agent < Agents; agent++)
            count += Action[agent].Choice == lit[agent] ? 1 : 0;
        right = (double)count / Agents;
        step++;
        Light();
    }

    public override Observation GetObservation(int agent) =>
        new() { ["lamps"] = new[] { lit[agent] == 0, lit[agent] == 1, lit[agent] == 2 } };

    public override Reward GetReward(int agent) => new() { ["right"] = right };

    public override bool IsDone(int agent) => step == Steps;

    void Light()
    {
        for (var agent = 0; agent < Agents; agent++)
            lit[agent] = Random.Next(Lamps);
    }
}
