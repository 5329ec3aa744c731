using Pathmind;

var simulation = new Game2048();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1 });
var tuned = Game2048.TuneRule();
Console.WriteLine(simulation.Compare(Game2048.DownLeft, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/game_2048");

/// <summary>The game 2048: which way do all tiles slide?</summary>
/// <remarks>
/// A 4 × 4 board of powers of two. A move slides all tiles one way; equal neighbours merge into their sum, once a move.
/// After each move a new tile comes, 2 or (one in ten) 4. The game ends when no move changes the board, or at 2048. A
/// move that changes nothing is not allowed: the mask says so (the original punished it instead, and always added a 2).
/// Original: Pathmind's test game; the reward is its first one, the logarithm (base 2) of the points that a move
/// merges. It observed one number per cell and tile (176); here the powers are observed, and of each of the four moves
/// what it would merge, the cells free after it, how well the tiles are in order, and whether the largest is in the
/// corner. Usual: down if it goes, else left, right, up. Tuned: a weight for each direction and each of these four.
/// The score counts as in the public game. Nothing was published about it.
/// </remarks>
class Game2048 : Simulation
{
    const int Side = 4, Cells = Side * Side, Win = 11;               // a tile is 2 to a power; 0 is an empty cell, 2 to the 11th wins
    readonly int[] board = new int[Cells], moved = new int[Cells];
    readonly bool[] mask = new bool[4];
    readonly float[] tiles = new float[Cells], merged = new float[4], free = new float[4], order = new float[4], corner = new float[4];
    int points, score;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["up", "right", "down", "left"]);

    public override void Reset()
    {
        Array.Clear(board);
        (points, score) = (0, 0);
        AddTile();
        AddTile();
    }

    public override void Step()
    {
        points = Slide(board, Action[0].Choice, moved);
        score += points;
        if (board.AsSpan().SequenceEqual(moved))
            return;
        moved.CopyTo(board, 0);
        AddTile();
    }

    public override Observation GetObservation(int agent)
    {
        for (var i = 0; i < Cells; i++)
            tiles[i] = board[i] / (float)Win;
        for (var direction = 0; direction < 4; direction++)
        {
            merged[direction] = (float)Math.Log2(1 + Slide(board, direction, moved));
            free[direction] = moved.Count(tile => tile == 0);
            order[direction] = Order(moved);
            corner[direction] = moved[Side * (Side - 1)] == moved.Max() ? 1 : 0;
        }
        return new() { ["tiles"] = tiles, ["merged"] = merged, ["free"] = free, ["order"] = order, ["corner"] = corner };
    }

    public override bool[] GetActionMask(int agent)
    {
        for (var direction = 0; direction < 4; direction++)
        {
            Slide(board, direction, moved);
            mask[direction] = !board.AsSpan().SequenceEqual(moved) || IsDone(agent);
        }
        return mask;
    }

    public override Reward GetReward(int agent) => new() { ["merged"] = points > 0 ? Math.Log2(points) : 0 };

    public override Metrics GetMetrics(int agent) => new() { ["score"] = score, ["largest_tile"] = 1 << board.Max() };

    public override bool IsDone(int agent)
    {
        if (board.Contains(Win))
            return true;
        for (var i = 0; i < Cells; i++)
            if (board[i] == 0 || i % Side < Side - 1 && board[i] == board[i + 1] || i + Side < Cells && board[i] == board[i + Side])
                return false;
        return true;
    }

    /// <summary>Keeps the large tiles in the lower left corner: down, else left, else right, else up.</summary>
    public static Policy DownLeft => Policy.From("down, left", (_, mask) => mask[2] ? 2 : mask[3] ? 3 : mask[1] ? 1 : 0);

    /// <summary>The best numbers that a search found.</summary>
    public static Policy Tuned => Weighing("tuned", 3.25, 2, 0.5, 3.4, 1.2, 3.4, 0.5, 7.9);

    /// <summary>The allowed move with the largest sum of weights: of its direction, and of what it leads to.</summary>
    public static Policy Weighing(
        string name, double up, double right, double down, double left, double merged, double free, double order, double corner)
    {
        double[] weights = [up, right, down, left];
        return Policy.From(name, (observation, mask) =>
        {
            var (best, most) = (0, double.NegativeInfinity);
            for (var direction = 0; direction < 4; direction++)
            {
                var value = weights[direction] + merged * observation["merged"][direction] + free * observation["free"][direction]
                    + order * observation["order"][direction] + corner * observation["corner"][direction];
                if (mask[direction] && value > most)
                    (best, most) = (direction, value);
            }
            return best;
        });
    }

    /// <summary>Looks for the weights of <see cref="Weighing"/> with which a game earns most.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new Game2048(),
        p => Weighing("tuned", p["up"], p["right"], p["down"], p["left"], p["merged"], p["free"], p["order"], p["corner"]),
        new()
        {
            ["up"] = (0.0, 10.0), ["right"] = (0.0, 10.0), ["down"] = (0.0, 10.0), ["left"] = (0.0, 10.0), ["merged"] = (0.0, 10.0),
            ["free"] = (0.0, 10.0), ["order"] = (0.0, 10.0), ["corner"] = (0.0, 20.0),
        }, options);

    public override void Draw(Canvas canvas)
    {
        string[] colors = ["grey 15%", "teal 25%", "teal 50%", "teal", "blue 75%", "blue", "purple", "orange 75%", "orange", "red 75%",
            "red", "green"];
        canvas.Size(Side, Side + 0.5);
        for (var i = 0; i < Cells; i++)
        {
            canvas.Rectangle(i % Side + 0.04, i / Side + 0.04, 0.92, 0.92, colors[board[i]]);
            if (board[i] > 0)
                canvas.Text(
                    i % Side + 0.5, i / Side + 0.5, $"{1 << board[i]}", board[i] < 3 ? "ink" : "white", board[i] < 10 ? 0.38 : 0.3);
        }
        canvas.Text(0.05, Side + 0.27, $"score {score}", size: 0.28, anchor: Anchor.Left);
    }

    void AddTile()
    {
        var place = Random.Next(board.Count(tile => tile == 0));
        for (var i = 0; i < Cells; i++)
            if (board[i] == 0 && place-- == 0)
                board[i] = Random.Next(10) == 0 ? 2 : 1;
    }

    /// <summary>0 if the powers rise towards the left and the lower edge; less by each step down between
    /// neighbours.</summary>
    static int Order(int[] board)
    {
        var order = 0;
        for (var i = 0; i < Cells; i++)
        {
            if (i % Side < Side - 1)
                order += Math.Min(board[i] - board[i + 1], 0);
            if (i + Side < Cells)
                order += Math.Min(board[i + Side] - board[i], 0);
        }
        return order;
    }

    /// <summary>Slides all tiles of a board, and returns the points: the sum of the tiles that merged.</summary>
    static int Slide(int[] board, int direction, int[] moved)
    {
        var points = 0;
        Array.Clear(moved);
        for (var line = 0; line < Side; line++)
        {
            var (next, last) = (0, 0);                               // where the next tile lies; the last one that can merge
            for (var i = 0; i < Side; i++)
                if (board[Place(line, i)] is var tile && tile == 0)
                    continue;
                else if (tile == last)
                {
                    moved[Place(line, next - 1)]++;
                    points += 2 << tile;
                    last = 0;
                }
                else
                {
                    moved[Place(line, next++)] = tile;
                    last = tile;
                }
        }
        return points;

        // The i-th cell of a line, seen from the side to which the tiles slide.
        int Place(int line, int i) => direction switch
        {
            0 => i * Side + line,
            1 => line * Side + Side - 1 - i,
            2 => (Side - 1 - i) * Side + line,
            _ => line * Side + i,
        };
    }
}
