using Pathmind;

/// <summary>Episodes of one step: which of three numbers is the largest? The reward has noise as large as
/// itself.</summary>
internal sealed class Signal : Simulation
{
    readonly float[] shown = new float[3];
    double reward;

    public static Policy Best { get; } =
        Policy.From("largest", seen => Array.IndexOf(seen["shown"].Values.ToArray(), seen["shown"].Values.ToArray().Max()));

    public override ActionSpace ActionSpace(int agent) => new Discrete(3);

    public override void Reset()
    {
        for (var i = 0; i < shown.Length; i++)
            shown[i] = Random.NextSingle();
    }

    public override void Step()
    {
        var isRight = shown[Action[0].Choice] == shown.Max();
        reward = (isRight ? 1 : 0) + 2 * Random.NextDouble() - 1;
    }

    public override Observation GetObservation(int agent) => new() { ["shown"] = shown, ["always"] = 1 };

    public override Reward GetReward(int agent) => new() { ["right"] = reward };

    public override bool IsDone(int agent) => true;
}

/// <summary>Twenty steps in which the right one of two choices brings 0.2 more on average; the noise is five times
/// that.</summary>
internal sealed class FaintSignal : Simulation
{
    const int Steps = 20;

    double shown, reward;
    int step;

    public static Policy Best { get; } = Policy.From("sign", seen => seen["shown"] > 0 ? 1 : 0);

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => (step, shown) = (0, Random.NextDouble() - 0.5);

    public override void Step()
    {
        var isRight = Action[0].Choice == (shown > 0 ? 1 : 0);
        reward = (isRight ? 0.2 : 0) + 2 * Math.Sqrt(3) * (Random.NextDouble() - 0.5);
        (step, shown) = (step + 1, Random.NextDouble() - 0.5);
    }

    public override Observation GetObservation(int agent) => new() { ["shown"] = shown, ["step"] = step };

    public override Reward GetReward(int agent) => new() { ["gain"] = reward };

    public override bool IsDone(int agent) => step == Steps;
}

/// <summary>Three hundred numbers of which two matter: their signs say which of four choices is right.</summary>
internal sealed class Wide : Simulation
{
    const int Steps = 10, First = 7, Second = 133;

    readonly float[] shown = new float[300];
    int step;
    bool isRight;

    public static Policy Best { get; } = Policy.From("two signs", seen => Right(seen["shown"].Values.ToArray()));

    public override ActionSpace ActionSpace(int agent) => new Discrete(4);

    public override void Reset()
    {
        step = 0;
        Show();
    }

    public override void Step()
    {
        isRight = Action[0].Choice == Right(shown);
        step++;
        Show();
    }

    public override Observation GetObservation(int agent) => new() { ["shown"] = shown };

    public override Reward GetReward(int agent) => new() { ["right"] = isRight ? 1 : 0 };

    public override bool IsDone(int agent) => step == Steps;

    static int Right(float[] numbers) => (numbers[First] > 0 ? 1 : 0) + (numbers[Second] > 0 ? 2 : 0);

    void Show()
    {
        for (var i = 0; i < shown.Length; i++)
            shown[i] = Random.NextSingle() * 2 - 1;
    }
}
