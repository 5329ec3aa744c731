using Pathmind;

/// <summary>What to bid for a thing of known value against three rivals, in a sealed first-price auction: rivals bid
/// three quarters of values that are uniform, and so should one oneself (Vickrey 1961).</summary>
internal sealed class Bidding : Simulation
{
    const int Rivals = 3, Auctions = 10;

    double value, gain;
    int auction;

    public static Policy Best { get; } = Policy.From("three quarters", seen => 0.75f * seen["value"]);

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, 0, 1);

    public override void Reset() => (auction, value) = (0, Random.NextDouble());

    public override void Step()
    {
        var highest = 0.0;
        for (var rival = 0; rival < Rivals; rival++)
            highest = Math.Max(highest, 0.75 * Random.NextDouble());
        gain = Action[0].Value > highest ? value - Action[0].Value : 0;
        (auction, value) = (auction + 1, Random.NextDouble());
    }

    public override Observation GetObservation(int agent) => new() { ["value"] = value };

    public override Reward GetReward(int agent) => new() { ["gain"] = gain };

    public override bool IsDone(int agent) => auction == Auctions;
}

/// <summary>Six switches of four positions in one action, each as one of six lists of signals says; twenty numbers
/// beside say nothing.</summary>
internal sealed class Switches : Simulation
{
    const int Count = 6, Positions = 4, Steps = 20;

    readonly int[] wanted = new int[Count];
    readonly float[] signals = new float[Count * Positions], chatter = new float[20];
    double right;
    int step;

    public static Policy Best { get; } = Policy.From("as signalled", seen =>
    {
        var signals = seen["signals"].Values.ToArray();
        return AgentAction.Of(
            [.. Enumerable.Range(0, Count).Select(i => Array.IndexOf(signals, 1, i * Positions, Positions) - i * Positions)], []);
    });

    public override ActionSpace ActionSpace(int agent) => new Discrete(Positions, Count);

    public override void Reset()
    {
        step = 0;
        Signal();
    }

    public override void Step()
    {
        right = 0;
        for (var i = 0; i < Count; i++)
            right += Action[0].Choices[i] == wanted[i] ? 1.0 / Count : 0;
        step++;
        Signal();
    }

    public override Observation GetObservation(int agent) => new() { ["signals"] = signals, ["chatter"] = chatter };

    public override Reward GetReward(int agent) => new() { ["right"] = right };

    public override bool IsDone(int agent) => step == Steps;

    void Signal()
    {
        Array.Clear(signals);
        for (var i = 0; i < Count; i++)
        {
            wanted[i] = Random.Next(Positions);
            signals[i * Positions + wanted[i]] = 1;
        }
        for (var i = 0; i < chatter.Length; i++)
            chatter[i] = Random.NextSingle();
    }
}

/// <summary>A code of four digits out of three, to be typed again and again; a wrong digit begins it again, and only a
/// whole code pays: chance does it once in 81 attempts.</summary>
internal sealed class CodeLock : Simulation
{
    const int Digits = 3, Length = 4, Steps = 32;

    readonly int[] code = new int[Length];
    int typed, step;
    bool isOpened;

    public static Policy Best { get; } = Policy.From("the code", seen => (int)seen["code"][(int)seen["typed"]]);

    public override ActionSpace ActionSpace(int agent) => new Discrete(Digits);

    public override void Reset()
    {
        (typed, step, isOpened) = (0, 0, false);
        for (var i = 0; i < Length; i++)
            code[i] = Random.Next(Digits);
    }

    public override void Step()
    {
        typed = Action[0].Choice == code[typed] ? typed + 1 : 0;
        isOpened = typed == Length;
        typed %= Length;
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["code"] = code, ["typed"] = typed };

    public override Reward GetReward(int agent) => new() { ["opened"] = isOpened ? 1 : 0 };

    public override bool IsDone(int agent) => step == Steps;
}

/// <summary>A level that leaks and is pushed about, to be held at 0 for 200 steps: x ← 0.95·x + u + noise. Every step
/// pays 1 000 less x² and u²/4: a large constant beside a small difference. The best is u = −K·x (Riccati).</summary>
internal sealed class Level : Simulation
{
    const int Steps = 200;
    const double Leak = 0.95, Effort = 0.25, Noise = 0.5;

    double level, pay;
    int step;

    static double Gain { get; } = Solve();

    public static Policy Best { get; } = Policy.From("linear-quadratic", seen => (float)Math.Clamp(-Gain * seen["level"], -2, 2));

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, -2, 2);

    public override void Reset() => (level, step) = (4 * Random.NextDouble() - 2, 0);

    public override void Step()
    {
        var push = Action[0].Value;
        pay = 1_000 - level * level - Effort * push * push;
        level = Leak * level + push + Noise * (2 * Random.NextDouble() - 1);
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["level"] = level };

    public override Reward GetReward(int agent) => new() { ["pay"] = pay };

    public override bool IsDone(int agent) => step == Steps;

    static double Solve()
    {
        var p = 1.0;
        for (var i = 0; i < 1_000; i++)
            p = 1 + Leak * Leak * p - Leak * Leak * p * p / (Effort + p);
        return Leak * p / (Effort + p);
    }
}
