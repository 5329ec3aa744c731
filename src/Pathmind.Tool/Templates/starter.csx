#r "nuget: Pathmind.Scripting"

using Pathmind;

var simulation = new STARTER();
Console.WriteLine(simulation.Check());                               // says in plain words what is wrong with a new simulation
var training = simulation.Train(new() { Steps = 30_000 });
Console.WriteLine(simulation.Compare(episodes: 100, seed: 1, Policy.Random(1), training.Policy));
training.Policy.Save("policies/starter");

/// <summary>A mouse in a maze looks for the cheese: S is the start, C the cheese, # a wall. Put your own model here.</summary>
class STARTER : Simulation
{
    static readonly string[] Board =
    [
        "S.#..",
        "..#..",
        "....#",
        ".#...",
        ".#.#C",
    ];
    int row, column, steps;
    bool bumped;                                                     // the last step led into a wall or out of the maze

    public override ActionSpace ActionSpace(int agent) => new Discrete(4);                     // up, right, down, left

    public override void Reset() => (row, column, steps, bumped) = (0, 0, 0, false);

    public override void Step()
    {
        var (down, right) = Action[0].Choice switch { 0 => (-1, 0), 1 => (0, 1), 2 => (1, 0), _ => (0, -1) };
        bumped = !IsFree(row + down, column + right);
        if (!bumped)
            (row, column) = (row + down, column + right);
        steps++;
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["row"] = row, ["column"] = column,
        ["free_up"] = IsFree(row - 1, column), ["free_right"] = IsFree(row, column + 1),
        ["free_down"] = IsFree(row + 1, column), ["free_left"] = IsFree(row, column - 1),
    };

    public override Reward GetReward(int agent) => new()
    {
        ["cheese"] = HasCheese ? 10 : 0, ["time"] = -0.1f, ["bumps"] = bumped ? -0.1f : 0,
    };

    public override bool IsDone(int agent) => HasCheese || steps == 50;

    bool HasCheese => Board[row][column] == 'C';

    static bool IsFree(int row, int column) => row is >= 0 and < 5 && column is >= 0 and < 5 && Board[row][column] != '#';
}
