using Pathmind;

/// <summary>Whether to let a job into a queue (Naor 1969): it pays at once, and costs as long as it waits; arrivals pay
/// 1 or 4. 200 steps, cut and not ended, so what is in the queue still counts for a policy that thinks on.</summary>
internal sealed class Admission : Simulation
{
    const int MostJobs = 20, Steps = 200;
    const double Served = 0.45, Waiting = 0.1, Large = 4, LargeShare = 0.3, ArrivalRate = 0.8;

    int jobs, step;
    double offer, reward;

    public override int MaxSteps => Steps;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["refuse", "admit"]);

    public override void Reset()
    {
        (jobs, step) = (0, 0);
        Arrive();
    }

    public override void Step()
    {
        reward = 0;
        if (offer > 0 && Action[0].Choice == 1 && jobs < MostJobs)
            (jobs, reward) = (jobs + 1, offer);
        reward -= Waiting * jobs;
        if (jobs > 0 && Random.NextDouble() < Served)
            jobs--;
        step++;
        Arrive();
    }

    public override Observation GetObservation(int agent) => new() { ["jobs"] = jobs, ["offer"] = offer };

    public override Reward GetReward(int agent) => new() { ["gain"] = reward };

    public override bool IsDone(int agent) => false;

    /// <summary>By backward induction over steps, jobs and offers.</summary>
    public static Policy Best(Admission simulation)
    {
        double[] offers = [0, 1, Large];
        double[] chance = [1 - ArrivalRate, ArrivalRate * (1 - LargeShare), ArrivalRate * LargeShare];
        var (admits, next) = (new bool[Steps, MostJobs + 1, 3], new double[MostJobs + 1]);
        for (var t = Steps - 1; t >= 0; t--)
        {
            var (now, later) = (new double[MostJobs + 1], next);
            for (var held = 0; held <= MostJobs; held++)
                for (var i = 0; i < offers.Length; i++)
                {
                    var refuse = After(held);
                    var admit = i > 0 && held < MostJobs ? offers[i] + After(held + 1) : double.NegativeInfinity;
                    admits[t, held, i] = admit > refuse;
                    now[held] += chance[i] * Math.Max(admit, refuse);
                }
            next = now;

            double After(int inQueue) =>
                -Waiting * inQueue + (inQueue == 0 ? later[0] : Served * later[inQueue - 1] + (1 - Served) * later[inQueue]);
        }
        return Policy.From("dynamic programming", seen =>
            admits[simulation.step, (int)seen["jobs"], seen["offer"] == 0 ? 0 : seen["offer"] == 1 ? 1 : 2] ? 1 : 0);
    }

    void Arrive() => offer = Random.NextDouble() >= ArrivalRate ? 0 : Random.NextDouble() < LargeShare ? Large : 1;
}
