using Pathmind;

var simulation = new MouseAndCheese();
var training = simulation.Train(new() { Steps = 10_000, Seed = 1 });
simulation.Run(training.Policy, episodes: 1, outCsv: "output.csv");
Console.WriteLine(simulation.Compare(episodes: 20, seed: 1, Policy.Random(1), training.Policy));
training.Policy.Save("policies/mouse");

/// <summary>A mouse on a 6 × 6 board looks for the cheese, eight moves away.</summary>
class MouseAndCheese : Simulation
{
    const int Last = 5;                                              // rows and columns run 0..5
    readonly (int Row, int Column) cheese = (4, 4);
    (int Row, int Column) mouse;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["up", "right", "down", "left"]);

    public override void Reset() => mouse = (0, 0);

    public override void Step() => mouse = Action[0].Choice switch
    {
        0 => (Math.Min(mouse.Row + 1, Last), mouse.Column),          // up
        1 => (mouse.Row, Math.Min(mouse.Column + 1, Last)),          // right
        2 => (Math.Max(mouse.Row - 1, 0), mouse.Column),             // down
        _ => (mouse.Row, Math.Max(mouse.Column - 1, 0)),             // left
    };

    public override Observation GetObservation(int agent) => new()
    {
        ["mouse_row"] = mouse.Row / 5f, ["mouse_column"] = mouse.Column / 5f,
        ["rows_to_cheese"] = (cheese.Row - mouse.Row) / 5f, ["columns_to_cheese"] = (cheese.Column - mouse.Column) / 5f,
    };

    public override Reward GetReward(int agent) => new() { ["found_cheese"] = mouse == cheese ? 1 : 0, ["move"] = -0.05 };

    public override bool IsDone(int agent) => mouse == cheese;

    public override void Draw(Canvas canvas)
    {
        canvas.Grid(Last + 1, Last + 1);
        var (x, y) = (cheese.Column + 0.5, Last - cheese.Row + 0.5);     // up is up
        canvas.Polygon([(x - 0.35, y + 0.2), (x + 0.35, y + 0.2), (x + 0.35, y - 0.3)], "yellow");
        (x, y) = (mouse.Column + 0.5, Last - mouse.Row + 0.5);
        canvas.Circle(x - 0.22, y - 0.22, 0.14, "grey");
        canvas.Circle(x + 0.22, y - 0.22, 0.14, "grey");
        canvas.Circle(x, y, 0.28, "grey");
    }
}
