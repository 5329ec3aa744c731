using Pathmind;

var simulation = new ThreeMice();
var training = simulation.Train(new() { Steps = 10_000, Seed = 1 });
simulation.Run(training.Policy, episodes: 1, outCsv: "output.csv");
Console.WriteLine(simulation.Compare(episodes: 20, seed: 1, Policy.Random(1), training.Policy));
training.Policy.Save("policies/three_mice");

/// <summary>Three mice on a 6 × 6 board, each looking for its own cheese: three agents, one policy, three different
/// ends.</summary>
class ThreeMice : Simulation
{
    const int Last = 5;                                              // rows and columns run 0..5
    readonly (int Row, int Column)[] starts = [(0, 0), (1, 1), (5, 5)];
    readonly (int Row, int Column)[] cheeses = [(4, 4), (3, 2), (0, 1)];
    readonly (int Row, int Column)[] mice = new (int, int)[3];

    public override int NumberOfAgents => 3;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["up", "right", "down", "left"]);

    public override void Reset() => starts.CopyTo(mice, 0);

    public override void Step()
    {
        for (var agent = 0; agent < mice.Length; agent++)
            if (!IsDone(agent))
                Move(ref mice[agent], Action[agent].Choice);
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["mouse_row"] = mice[agent].Row / 5f, ["mouse_column"] = mice[agent].Column / 5f,
        ["rows_to_cheese"] = (cheeses[agent].Row - mice[agent].Row) / 5f,
            ["columns_to_cheese"] = (cheeses[agent].Column - mice[agent].Column) / 5f,
    };

    public override Reward GetReward(int agent) => new() { ["found_cheese"] = IsDone(agent) ? 1 : 0, ["move"] = -0.05 };

    public override bool IsDone(int agent) => mice[agent] == cheeses[agent];

    public override void Draw(Canvas canvas)
    {
        string[] colors = ["blue", "orange", "green"];
        canvas.Grid(Last + 1, Last + 1);
        for (var agent = 0; agent < mice.Length; agent++)
        {
            var (x, y) = (cheeses[agent].Column, Last - cheeses[agent].Row);
            canvas.Rectangle(x, y, 1, 1, $"{colors[agent]} 25%");
            canvas.Circle(mice[agent].Column + 0.5, Last - mice[agent].Row + 0.5, 0.3, colors[agent]);
        }
    }

    static void Move(ref (int Row, int Column) mouse, int direction) => mouse = direction switch
    {
        0 => (Math.Min(mouse.Row + 1, Last), mouse.Column),          // up
        1 => (mouse.Row, Math.Min(mouse.Column + 1, Last)),          // right
        2 => (Math.Max(mouse.Row - 1, 0), mouse.Column),             // down
        _ => (mouse.Row, Math.Max(mouse.Column - 1, 0)),             // left
    };
}
