using Pathmind;

/// <summary>Twenty agents on two routes: the wide one takes as long as the weather of the day makes it, the narrow one
/// longer with each agent on it. All are rewarded for the time of all, so they have to part, differently each
/// day.</summary>
internal sealed class Routes : Simulation
{
    const int Agents = 20, Days = 10;

    double wide, mean;
    int day;

    public static Policy Best { get; } = Policy.From("the best number", seen =>
        (int)seen["number"] < Enumerable.Range(0, Agents + 1).MinBy(narrow => Time(narrow, seen["wide"])) ? 1 : 0);

    public override int NumberOfAgents => Agents;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["wide", "narrow"]);

    public override void Reset()
    {
        day = 0;
        Weather();
    }

    public override void Step()
    {
        mean = Time(Enumerable.Range(0, Agents).Count(agent => Action[agent].Choice == 1), wide) / Agents;
        day++;
        Weather();
    }

    public override Observation GetObservation(int agent) => new() { ["number"] = agent, ["wide"] = wide };

    public override Reward GetReward(int agent) => new() { ["time"] = -mean };

    public override bool IsDone(int agent) => day == Days;

    /// <summary>Of all agents.</summary>
    static double Time(int narrow, double wide) => narrow * (5 + narrow) + (Agents - narrow) * wide;

    void Weather() => wide = 10 + 30 * Random.NextDouble();
}
