namespace Pathmind.Simulations;

/// <summary>What the driver reads and asks for besides the steps.</summary>
internal sealed partial class SimulationDriver
{
    /// <summary>The model's clock, not checked.</summary>
    public double ReadSeconds()
    {
        call.Now(Called.SimulatedSeconds, -1);
        return Simulation.SimulatedSeconds;
    }

    /// <summary>Lets the simulation draw what there is now.</summary>
    public void Draw(Canvas canvas)
    {
        call.Now(Called.Draw, -1);
        canvas.Take(Simulation.Draw);
    }

    /// <summary>The agent's metrics [Schema.Metrics.Names.Length].</summary>
    public double[] ReadMetrics(int agent)
    {
        call.Now(Called.GetMetrics, agent);
        var metrics = Simulation.GetMetrics(agent);
        Schema.Metrics ??= new(metrics.Slots);
        if (Schema.Metrics.Names.Length == 0 && metrics.Count == 0)
            return noTerms;
        var values = new double[Schema.Metrics.Names.Length];
        Schema.Metrics.Read(in metrics.Slots, values);
        return values;
    }

    void ReadOwn(int agent, in Observation observation, Span<float> destination)
    {
        var kind = Schema.KindNumber(agent);
        Schema.Kinds[kind].Observations.Read(in observation, own![kind]);
        Schema.Places[kind].Spread(own[kind], destination);
    }

    void LayOutRewards(in Reward reward)
    {
        Schema.Rewards ??= new(reward.Slots);
        rewards = new double[Agents][];
        for (var agent = 0; agent < Agents; agent++)
            rewards[agent] = new double[Schema.Rewards.Names.Length];
    }
}
