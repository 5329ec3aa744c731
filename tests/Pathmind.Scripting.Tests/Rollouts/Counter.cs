namespace Pathmind.Tests.Rollouts;

/// <summary>A counter: serve whoever waits, or rest?</summary>
sealed class Counter : Simulation
{
    int waiting, served, step;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["rest", "serve"]);

    public override void Reset() => (waiting, served, step) = (2, 0, 0);

    public override void Step()
    {
        served = Action[0].Choice == 1 && waiting > 0 ? 1 : 0;
        waiting += (Random.Next(3) == 0 ? 2 : 0) - served;
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["waiting"] = waiting };

    public override Reward GetReward(int agent) => new() { ["served"] = served, ["wait"] = -0.1 * waiting };

    public override bool IsDone(int agent) => step == 40;

    public override void Draw(Canvas canvas)
    {
        canvas.Size(12, 3);
        canvas.Rectangle(0.5, 0.5, 1, 2, served > 0 ? "green" : "grey");
        for (var i = 0; i < waiting; i++)
            canvas.Circle(2.5 + i, 1.5, 0.4, "blue");
        canvas.Text(11.8, 0.4, $"{waiting} wait", size: 0.5, anchor: Anchor.Right);
    }
}
