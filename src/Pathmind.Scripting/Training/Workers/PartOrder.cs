namespace Pathmind.Training;

/// <summary>How an environment comes to where a part of a rollout begins.</summary>
internal enum PartBeginning : byte
{
    /// <summary>It is there: the worker ran the part before.</summary>
    There,

    /// <summary>A new simulation, at the beginning of the training.</summary>
    First,

    /// <summary>A new episode, with streams as they were.</summary>
    Episode,

    /// <summary>The episode is played again: the worker that ran the part before is gone, or has much to do.</summary>
    Replay,
}

/// <summary>A part of an iteration's rollout: the steps of one environment.</summary>
internal sealed class PartOrder
{
    /// <summary>Number of the environment, from 0.</summary>
    public int Environment { get; set; }

    /// <summary>Steps to be made.</summary>
    public int Steps { get; set; }

    public PartBeginning Beginning { get; set; }

    /// <summary>Whether the changes of what is limited were taken into account.</summary>
    public bool ChangesAreTaken { get; set; }

    /// <summary>Streams for <see cref="PartBeginning.Episode"/>, and the number of episodes begun before.</summary>
    public (StreamState Chance, StreamState ActionDraws, int Episode) Start { get; set; } = (new(0, 0, 0, 0), new(0, 0, 0, 0), 0);

    /// <summary>For <see cref="PartBeginning.Replay"/>.</summary>
    public EnvironmentMemory Memory { get; set; } = new();

    public static PartOrder Read(StateReader reader)
    {
        PartOrder order = new();
        order.Transfer(reader);
        return order;
    }

    public void Transfer(StateTransfer state)
    {
        (Environment, Steps) = (state.Pass(Environment), state.Pass(Steps));
        (Beginning, ChangesAreTaken) = (state.Pass(Beginning), state.Pass(ChangesAreTaken));
        if (Beginning == PartBeginning.Episode)
            Start = (StreamState.Pass(state, Start.Chance), StreamState.Pass(state, Start.ActionDraws), state.Pass(Start.Episode));
        if (Beginning == PartBeginning.Replay)
            Memory.Transfer(state);
    }
}
