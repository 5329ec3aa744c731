using Pathmind;

var simulation = new SimpleStochastic();
var training = simulation.Train(new() { Steps = 100_000, Seed = 1 });
var tuned = SimpleStochastic.TuneRule();
Console.WriteLine(simulation.Compare(SimpleStochastic.Coin, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/simple_stochastic");

/// <summary>From Start to Goal by way of a state that must be left alone: move, or wait?</summary>
/// <remarks>
/// Moving goes from Start to Intermediate and back. Two to five seconds after Intermediate was entered, Goal is reached
/// by itself; who leaves it before must begin again. A decision is asked every second. The state is not all there is to
/// know (how long it has waited is hidden), yet the best rule does not need it: move once, then wait. Original:
/// Pathmind's first tutorial, number by number: reward −0.1 for each decision and 1 for the goal, end at 100 seconds
/// (the state Goal is not observed here, since no decision follows it). The reward comes 3 to 5 decisions after the one
/// that earned it. Usual: toss a coin. Tuned: the probability of moving on from Intermediate, for which 0 is best.
/// Nothing was published about it. What decides the margin: patience alone.
/// </remarks>
class SimpleStochastic : Simulation
{
    readonly EventQueue calendar = new();                            // unit: second
    ScheduledEvent? arrival;
    State state;
    int second;

    enum State
    {
        Start,
        Intermediate,
        Goal,
    }

    public override int MaxSteps => 100;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["wait", "move"]);

    public override void Reset()
    {
        calendar.Clear();
        (state, second, arrival) = (State.Start, 0, null);
    }

    public override void Step()
    {
        if (Action[0].Choice == 1)
            Move();
        second++;
        while (calendar.NextTime <= second)
            calendar.Next();
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["start"] = state == State.Start, ["intermediate"] = state == State.Intermediate,
    };

    public override Reward GetReward(int agent) => new() { ["goal_reached"] = IsDone(agent) ? 1 : 0, ["second"] = -0.1 };

    public override bool IsDone(int agent) => state == State.Goal;

    /// <summary>Moves on from Start at once, and from Intermediate with this probability each second.</summary>
    public static Policy Patient(string name, double probability)
    {
        var random = new Random(0);
        return Policy.From(name, observation => observation["start"] == 1 || random.NextDouble() < probability ? 1 : 0);
    }

    public static Policy Coin => Patient("toss a coin", 0.5);

    /// <summary>The best probability: never leave Intermediate.</summary>
    public static Policy Tuned => Patient("tuned", 0);

    /// <summary>Looks for the probability of <see cref="Patient"/> that earns most.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new SimpleStochastic(), p => Patient("tuned", p["probability"]), new() { ["probability"] = (0.0, 1.0) }, options);

    public override void Draw(Canvas canvas)
    {
        canvas.Size(12, 4);
        canvas.Arrow(2.8, 2, 5, 2, "line");
        canvas.Arrow(7, 2, 9.2, 2, "line");
        for (var i = 0; i < 3; i++)
        {
            canvas.Circle(1.8 + 4.2 * i, 2, 0.95, (int)state == i ? i == 2 ? "green" : "blue" : "grey 25%");
            canvas.Text(1.8 + 4.2 * i, 3.4, $"{(State)i}", size: 0.5);
        }
        canvas.Text(11.6, 0.5, $"{second} s", anchor: Anchor.Right, size: 0.45);
    }

    void Move()
    {
        calendar.Cancel(arrival);
        if (state == State.Start)
            arrival = calendar.ScheduleAt(second + 2 + 3 * Random.NextDouble(), () => state = State.Goal);
        state = state == State.Start ? State.Intermediate : State.Start;
    }
}
