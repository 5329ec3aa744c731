using System.Runtime.InteropServices;
using Pathmind.Simulations;

namespace Pathmind.Pythons;

/// <summary>One simulation in a Python process, as this side sees it: the action to send, and what the last reply
/// said.</summary>
/// <param name="spec">Agents and lengths.</param>
internal sealed class PythonSlot(PythonSpec spec)
{
    readonly float[] message = new float[spec.Numbers];
    readonly byte[] endings = new byte[spec.Agents.Length], ahead = new byte[spec.RecordLength];
    bool isAhead;
    string? failureAhead;

    /// <summary>Its number in the process.</summary>
    public int Number { get; set; }

    /// <summary>The start of the process in which it was opened; 0 for none yet.</summary>
    public int Start { get; set; }

    /// <summary>Steps made in this episode, with the one under way.</summary>
    public int Step { get; set; }

    /// <summary>What went wrong in the last reset or step, as a broken rule; null if nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>What the coming reset is to be seeded with, or the one after the coming step if that ends the
    /// episode.</summary>
    public long Seed { get; set; }

    /// <summary>Whether the last step ended the episode of its first agent.</summary>
    public bool HasEnded => Endings[0] != Ending.None;

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

    /// <summary>Takes its row of a reply, or why there is none.</summary>
    public void Take(PythonRow row)
    {
        Failure = row.Failure;
        if (Failure is not null)
        {
            Array.Clear(Endings);
            return;
        }
        row.Next(MemoryMarshal.AsBytes(Rewards.AsSpan()));
        row.Next(MemoryMarshal.AsBytes(Metrics.AsSpan()));
        row.Next(MemoryMarshal.AsBytes(message.AsSpan()));
        row.Next(endings);
        row.Next(Mask);
        for (var agent = 0; agent < endings.Length; agent++)
            Endings[agent] = (Ending)endings[agent];
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

    /// <summary>Keeps the row of a reset that was made ahead, with <see cref="Seed"/>.</summary>
    public void Keep(PythonRow row)
    {
        (isAhead, failureAhead) = (true, row.Failure);
        var at = 0;
        foreach (var length in spec.Columns)
        {
            row.Next(ahead.AsSpan(at, length));
            at += length;
        }
    }

    /// <summary>Takes the reset that was made ahead.</summary>
    /// <param name="seed">What it is to be seeded with.</param>
    /// <returns>False if none was made, or with another seed.</returns>
    public bool TakeAhead(long seed)
    {
        var isRight = isAhead && seed == Seed;
        isAhead = false;
        if (isRight)
            Take(new(ahead, 0, 1, failureAhead));
        return isRight;
    }

    /// <summary>Forgets the reset that was made ahead: the episode goes on in another way.</summary>
    public void DropAhead() => isAhead = false;
}
