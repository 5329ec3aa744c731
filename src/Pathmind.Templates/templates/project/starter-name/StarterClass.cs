using Pathmind;

/// <summary>An example to replace with your own model: a shop orders one product each evening, for 30 days.</summary>
public class StarterClass : Simulation
{
    const int Days = 30, Room = 20;                                  // room: most pieces in stock; the rest is sent back
    int day, stock, ordered, sold, missed;

    public override ActionSpace ActionSpace(int agent) => new Discrete(11);                    // pieces ordered: 0..10

    public override void Reset() => (day, stock, ordered, sold, missed) = (0, Room / 2, 0, 0, 0);

    public override void Step()
    {
        var wanted = Random.Next(0, 11);                             // the only source of chance: the kit seeds it
        sold = Math.Min(stock, wanted);
        missed = wanted - sold;
        ordered = Action[0].Choice;
        stock = Math.Min(stock - sold + ordered, Room);
        day++;
    }

    public override Observation GetObservation(int agent) => new() { ["stock"] = stock, ["days_left"] = Days - day };

    public override Reward GetReward(int agent) => new()
    {
        ["sales"] = 3 * sold, ["purchases"] = -ordered, ["missed_sales"] = -missed, ["storage"] = -0.1f * stock,
    };

    public override bool IsDone(int agent) => day == Days;
}
