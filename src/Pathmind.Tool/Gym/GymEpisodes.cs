using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pathmind.Simulations;

namespace Pathmind.Tool.Gym;

/// <summary>One simulation with one agent, driven from outside: its record is what Gymnasium's reset and step
/// return.</summary>
internal sealed class GymEpisodes
{
    /// <summary>Columns of a record: reward terms, metrics, observation, ending, mask.</summary>
    public const int Columns = 5;

    readonly int[] choices;
    readonly float[] reals;
    double[] rewards = [], metrics = [];
    readonly float[] observation;
    readonly byte[] ending = new byte[1];
    readonly byte[] mask;

    /// <param name="simulation">With one agent.</param>
    /// <param name="expected">Of the other instances; null for the first one.</param>
    /// <exception cref="ArgumentException">It has several agents.</exception>
    /// <exception cref="SimulationException">It broke a rule or threw.</exception>
    public GymEpisodes(Simulation simulation, SimulationSchema? expected = null)
    {
        Driver = expected is null ? new(simulation, new Random(0)) : new(simulation, new Random(0), expected);
        if (Driver.Agents != 1)
            throw new ArgumentException(
                $"{Driver.Schema.Simulation} has {Driver.Agents} agents, but an environment of Gymnasium has one: train it here, or serve "
                + "a simulation in which one agent decides for all.");
        (choices, reals) = (new int[Actions.Heads.Length], new float[Actions.Reals]);
        observation = new float[Driver.Schema.Observations.Size];
        mask = new byte[Driver.Schema.HasMask ? Actions.Logits : 0];
        LookAhead();
    }

    public SimulationDriver Driver { get; }

    ActionLayout Actions => Driver.Schema.Actions;

    /// <summary>Starts an episode.</summary>
    public void Reset(long seed)
    {
        Driver.Simulation.Seed((int)(seed & int.MaxValue));
        Driver.Begin();
        Array.Clear(rewards);
        Array.Clear(metrics);
        ending[0] = 0;
        UntilDecision();
        Look();
    }

    /// <summary>Makes the agent's decision, and steps up to its next one.</summary>
    /// <param name="columns">Choices (int64) of all rows, then real numbers (float32) of all rows.</param>
    /// <param name="row">Its row.</param>
    /// <param name="rows">Their number.</param>
    public void Step(ReadOnlySpan<byte> columns, int row, int rows)
    {
        for (var i = 0; i < choices.Length; i++)
            choices[i] = checked((int)BinaryPrimitives.ReadInt64LittleEndian(columns[(8 * (row * choices.Length + i))..]));
        var own = columns[(8 * rows * choices.Length)..].Slice(4 * row * reals.Length, 4 * reals.Length);
        own.CopyTo(MemoryMarshal.AsBytes(reals.AsSpan()));
        var action = Actions.ToAction(choices, reals);
        Driver.Act(0, in action);
        Array.Clear(rewards);
        Advance();
        UntilDecision();
        if (ending[0] != (byte)Ending.Terminated)
            Look();
    }

    /// <summary>The bytes of a column of the record.</summary>
    public ReadOnlySpan<byte> Column(int number) => number switch
    {
        0 => MemoryMarshal.AsBytes(rewards.AsSpan()),
        1 => MemoryMarshal.AsBytes(metrics.AsSpan()),
        2 => MemoryMarshal.AsBytes(observation.AsSpan()),
        3 => ending,
        _ => mask,
    };

    /// <summary>Makes one step of random actions, after which the names of terms and metrics are known.</summary>
    void LookAhead()
    {
        Driver.Play(new FirstStep.RandomStep(Driver.Schema));
        _ = Driver.ReadMetrics(0);
        (rewards, metrics) = (new double[Driver.Schema.Rewards!.Names.Length], new double[Driver.Schema.Metrics?.Names.Length ?? 0]);
    }

    void Advance()
    {
        ending[0] = (byte)Driver.Advance();
        var terms = Driver.Rewards(0);
        for (var i = 0; i < rewards.Length; i++)
            rewards[i] += terms[i];
        Driver.ReadMetrics(0).CopyTo(metrics, 0);
    }

    void UntilDecision()
    {
        while (ending[0] == 0 && !Driver.Decides(0))
            Advance();
    }

    void Look()
    {
        Driver.Observe(0, observation);
        if (Driver.Mask(0) is not { } allowed)
            return;
        for (var i = 0; i < mask.Length; i++)
            mask[i] = allowed[i] ? (byte)1 : (byte)0;
    }
}
