using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pathmind.Simulations;

namespace Pathmind.Pythons;

/// <summary>One simulation in a Python process, as this side sees it: the action to send, and what the last reply
/// said.</summary>
/// <param name="spec">Agents and lengths.</param>
internal sealed class PythonSlot(PythonSpec spec)
{
    readonly float[] message = new float[spec.Numbers];

    /// <summary>Its number in the process.</summary>
    public int Number { get; set; }

    /// <summary>The start of the process in which it was opened; 0 for none yet.</summary>
    public int Start { get; set; }

    /// <summary>Steps made in this episode, with the one under way.</summary>
    public int Step { get; set; }

    /// <summary>What went wrong in the last reset or step, as a broken rule; null if nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether the coming step was made already, with those of others.</summary>
    public bool IsStepped { get; set; }

    /// <summary>[choices of all agents].</summary>
    public long[] Choices { get; } = new long[spec.Choices];

    /// <summary>[real numbers of all agents].</summary>
    public float[] Reals { get; } = new float[spec.Reals];

    /// <summary>[agents × terms].</summary>
    public double[] Rewards { get; } = new double[spec.Agents.Length * spec.Rewards.Length];

    /// <summary>[agents × metrics].</summary>
    public double[] Metrics { get; } = new double[spec.Agents.Length * spec.Metrics.Length];

    /// <summary>[agents][numbers as policies see them].</summary>
    public float[][] Observations { get; } = [.. spec.Agents.Select(agent => new float[agent.Size])];

    /// <summary>[agents].</summary>
    public Ending[] Endings { get; } = new Ending[spec.Agents.Length];

    /// <summary>[mask entries of all agents] 1 for what is allowed.</summary>
    public byte[] Mask { get; } = new byte[spec.Mask];

    /// <summary>Notes an agent's action, which the next step sends.</summary>
    public void Act(int agent, in AgentAction action)
    {
        var place = spec.Agents[agent];
        var choices = action.Choices;
        for (var i = 0; i < choices.Length; i++)
            Choices[place.FirstChoice + i] = choices[i];
        action.Values.CopyTo(Reals.AsSpan(place.FirstReal));
    }

    /// <summary>Takes its part of a reply, whose columns hold one row a simulation.</summary>
    /// <param name="reply">The columns.</param>
    /// <param name="row">Its row.</param>
    /// <param name="rows">Number of simulations in the reply.</param>
    public void Take(ReadOnlySpan<byte> reply, int row, int rows)
    {
        Column<double>(ref reply, Rewards.Length, row, rows).CopyTo(MemoryMarshal.AsBytes(Rewards.AsSpan()));
        Column<double>(ref reply, Metrics.Length, row, rows).CopyTo(MemoryMarshal.AsBytes(Metrics.AsSpan()));
        Column<float>(ref reply, message.Length, row, rows).CopyTo(MemoryMarshal.AsBytes(message.AsSpan()));
        var endings = Column<byte>(ref reply, Endings.Length, row, rows);
        for (var agent = 0; agent < endings.Length; agent++)
            Endings[agent] = (Ending)endings[agent];
        Column<byte>(ref reply, Mask.Length, row, rows).CopyTo(Mask);
        Failure = null;
        try
        {
            for (var agent = 0; agent < spec.Agents.Length; agent++)
                foreach (var leaf in spec.Agents[agent].Leaves)
                    leaf.Read(message, Observations[agent]);
        }
        catch (BrokenRuleException exception)
        {
            Failure = exception.Message;
        }
    }

    /// <summary>Bytes of the columns for a number of simulations, with the last one: which of them failed.</summary>
    public int ReplyLength(int rows) =>
        rows * (8 * Rewards.Length + 8 * Metrics.Length + 4 * message.Length + Endings.Length + Mask.Length + 1);

    static ReadOnlySpan<byte> Column<T>(ref ReadOnlySpan<byte> reply, int length, int row, int rows)
        where T : unmanaged
    {
        var bytes = length * Unsafe.SizeOf<T>();
        var own = reply.Slice(row * bytes, bytes);
        reply = reply[(rows * bytes)..];
        return own;
    }
}
