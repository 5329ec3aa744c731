using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Where an environment is between two rollouts: all that is needed to go on with it in another process, by
/// playing its episode again.</summary>
internal sealed class EnvironmentMemory
{
    /// <summary>What was done in the episode under way.</summary>
    public EpisodeTrace SoFar { get; } = new();

    public StreamState Chance { get; private set; } = new(0, 0, 0, 0);

    public StreamState ActionDraws { get; private set; } = new(0, 0, 0, 0);

    /// <summary>Episodes begun.</summary>
    public int Episode { get; private set; }

    /// <summary>[agents · inputs] what the agents saw last.</summary>
    public float[] Seen { get; private set; } = [];

    /// <summary>The environment's own numbers.</summary>
    public byte[] Numbers { get; private set; } = [];

    /// <summary>Takes down where an environment is.</summary>
    /// <param name="environment">Between two rollouts.</param>
    /// <param name="like">Any buffer of the training.</param>
    public void Take(TrainingEnvironment environment, RolloutBuffer like)
    {
        StateWriter writer = new();
        environment.Transfer(writer, like);
        (Chance, ActionDraws) = (StreamState.Of(environment.Chance), StreamState.Of(environment.ActionDraws));
        (Episode, Seen, Numbers) = (environment.Episode, environment.Seen.ToArray(), writer.ToArray());
    }

    /// <summary>Brings an environment to where this one was.</summary>
    /// <param name="environment">Of the same number, in any state.</param>
    /// <param name="oneStep">Room for one step.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="beforeStep">Called before each step.</param>
    /// <returns>False if its simulation does not do the same again: then a new episode has begun.</returns>
    public bool Restore(TrainingEnvironment environment, RolloutBuffer oneStep, RewardFunction function, Action beforeStep)
    {
        var isAlike = Replay(environment, oneStep, function, beforeStep);
        if (isAlike)
            environment.Transfer(new StateReader(Numbers), oneStep);
        Chance.Restore(environment.Chance);
        ActionDraws.Restore(environment.ActionDraws);
        if (isAlike)
            return true;
        environment.Episode = Episode;
        environment.Start();
        return false;
    }

    bool Replay(TrainingEnvironment environment, RolloutBuffer oneStep, RewardFunction function, Action beforeStep)
    {
        try
        {
            if (!environment.Replay(SoFar, oneStep, function, beforeStep))
                return false;
            environment.RememberAll(Seen);
            return StreamState.Of(environment.Chance) == Chance && environment.Sees(Seen);
        }
        catch (SimulationException)
        {
            return false;                                                // it did not throw before
        }
    }

    /// <summary>Carries over what is new since the last call.</summary>
    /// <param name="state">Direction.</param>
    /// <param name="trace">The environment's.</param>
    public void TransferNews(StateTransfer state, EpisodeTrace trace)
    {
        trace.TransferNews(state);
        TransferNumbers(state);
    }

    /// <summary>Carries all of it over.</summary>
    public void Transfer(StateTransfer state)
    {
        SoFar.Transfer(state);
        TransferNumbers(state);
    }

    void TransferNumbers(StateTransfer state)
    {
        (Chance, ActionDraws) = (StreamState.Pass(state, Chance), StreamState.Pass(state, ActionDraws));
        (Episode, Seen, Numbers) = (state.Pass(Episode), state.PassAll(Seen), state.PassAll(Numbers));
    }
}
