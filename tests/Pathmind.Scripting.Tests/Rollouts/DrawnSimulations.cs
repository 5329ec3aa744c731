namespace Pathmind.Tests.Rollouts;

/// <summary>Two walk on a line of 12 places until they are at its right end; each is done at another time.</summary>
internal sealed class Walkers : Simulation
{
    readonly int[] places = new int[2];
    int step;

    public bool IsDrawn { get; init; } = true;

    public int BrokenAt { get; init; } = -1;

    public int Drawings { get; private set; }

    public override int NumberOfAgents => 2;

    public override int MaxSteps => 400;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

    public override void Reset() => (places[0], places[1], step) = (5, 5, 0);

    public override void Step()
    {
        step++;
        for (var agent = 0; agent < 2; agent++)
            if (places[agent] < 11)
                places[agent] = Math.Clamp(places[agent] + 2 * Action[agent].Choice - 1 + (Random.Next(10) == 0 ? 1 : 0), 0, 11);
    }

    public override Observation GetObservation(int agent) => new() { ["position"] = places[agent] / 11f };

    public override Reward GetReward(int agent) => new() { ["goal"] = IsDone(agent) ? 1 : 0, ["step"] = -0.015625 };

    public override Metrics GetMetrics(int agent) => new() { ["place"] = places[agent] };

    public override bool IsDone(int agent) => places[agent] == 11;

    public override void Draw(Canvas canvas)
    {
        Drawings++;
        if (!IsDrawn)
            return;
        canvas.Grid(12, 2);
        for (var agent = 0; agent < 2; agent++)
        {
            canvas.Circle(step == BrokenAt ? double.NaN : places[agent] + 0.5, agent + 0.5, 0.4);
            if (places[agent] == 11)
                canvas.Text(1, agent + 0.5, "home");
        }
    }
}

/// <summary>One wanders on a board of 10 × 10 for a thousand steps.</summary>
internal sealed class Wanderer : Simulation
{
    int row, column, step;

    public int Shapes { get; init; } = 1;

    public override int MaxSteps => 1_000;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["up", "right", "down", "left"]);

    public override void Reset() => (row, column, step) = (5, 5, 0);

    public override void Step()
    {
        step++;
        (row, column) = Action[0].Choice switch
        {
            0 => (Math.Max(row - 1, 0), column),
            1 => (row, Math.Min(column + 1, 9)),
            2 => (Math.Min(row + 1, 9), column),
            _ => (row, Math.Max(column - 1, 0)),
        };
    }

    public override Observation GetObservation(int agent) => new() { ["row"] = row / 9f, ["column"] = column / 9f };

    public override Reward GetReward(int agent) => new() { ["middle"] = row == 5 && column == 5 ? 1 : 0, ["move"] = -0.05 };

    public override bool IsDone(int agent) => false;

    public override void Draw(Canvas canvas)
    {
        canvas.Grid(10, 10);
        canvas.Rectangle(5, 5, 1, 1, "yellow 50%");
        for (var i = 0; i < Shapes; i++)
            canvas.Circle(column + 0.5, row + 0.5, 0.4 + (Shapes > 1 ? (step + i / 1000.0) / 100 : 0));
        canvas.Text(0.2, 0.3, $"step {step}", anchor: Anchor.Left);
    }
}

/// <summary>Five steps without a picture.</summary>
internal sealed class Undrawn : Simulation
{
    int step;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => step = 0;

    public override void Step() => step++;

    public override Observation GetObservation(int agent) => new() { ["x"] = step };

    public override Reward GetReward(int agent) => new() { ["r"] = 1 };

    public override bool IsDone(int agent) => step == 5;
}

/// <summary>Its names and texts would end a script or an element.</summary>
internal sealed class Hostile : Simulation
{
    public override ActionSpace ActionSpace(int agent) => new Discrete(["</script><img src=x onerror=alert(1)>", "b"]);

    public override void Reset()
    {
    }

    public override void Step()
    {
    }

    public override Observation GetObservation(int agent) => new() { ["<img src=x onerror=alert(2)>"] = 1 };

    public override Reward GetReward(int agent) => new() { ["</script><img src=x onerror=alert(3)>"] = 1 };

    public override bool IsDone(int agent) => true;

    public override void Draw(Canvas canvas) => canvas.Text(1, 1, "</text></svg></script><img src=x onerror=alert(4)>");
}
