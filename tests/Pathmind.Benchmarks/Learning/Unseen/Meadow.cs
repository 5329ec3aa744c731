using Pathmind;

/// <summary>A way on a meadow of nine by nine to a place that is another in each episode: only there is a reward, the
/// sooner the better. Chance gets there in few of the forty steps.</summary>
internal sealed class Meadow : Simulation
{
    const int Side = 9, Steps = 40;

    (int X, int Y) place, goal;
    int step;

    public static Policy Best { get; } = Policy.From("straight on", seen => (double)seen["dx"] switch
    {
        > 0 => 0,
        < 0 => 1,
        _ => seen["dy"] > 0 ? 2 : 3,
    });

    public override ActionSpace ActionSpace(int agent) => new Discrete(["right", "left", "up", "down"]);

    public override void Reset()
    {
        (step, place, goal) = (0, (Random.Next(Side), Random.Next(Side)), (Random.Next(Side), Random.Next(Side)));
        if (goal == place)
            goal = ((place.X + 1 + Random.Next(Side - 1)) % Side, place.Y);
    }

    public override void Step()
    {
        place = Action[0].Choice switch
        {
            0 => (Math.Min(place.X + 1, Side - 1), place.Y),
            1 => (Math.Max(place.X - 1, 0), place.Y),
            2 => (place.X, Math.Min(place.Y + 1, Side - 1)),
            _ => (place.X, Math.Max(place.Y - 1, 0)),
        };
        step++;
    }

    public override Observation GetObservation(int agent) =>
        new() { ["x"] = place.X, ["y"] = place.Y, ["dx"] = goal.X - place.X, ["dy"] = goal.Y - place.Y };

    public override Reward GetReward(int agent) => new() { ["found"] = place == goal ? 1 - 0.01 * step : 0 };

    public override bool IsDone(int agent) => place == goal || step == Steps;
}
