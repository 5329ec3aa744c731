namespace Pathmind.Training;

/// <summary>Tests whether decisions in a part of an episode have an effect on its rewards much later, over as many
/// rollouts as the episode takes.</summary>
/// <param name="trajectories">One episode is under way in each.</param>
/// <param name="size">Numbers of u ⊗ [1, x].</param>
internal sealed class DelayedEffects(int trajectories, int size)
{
    /// <summary>Parts of an episode: its steps 0, 1 to 3, 4 to 15, 16 to 63, 64 to 255. What many steps have in common
    /// hides what one of them does.</summary>
    public const int Parts = 5;

    /// <summary>Steps after the end of a part whose rewards are not late: twice the usual reach, γλ to this power is
    /// 0.12.</summary>
    const int Delay = 34;

    readonly float[][] sums = [.. Enumerable.Range(0, trajectories).Select(_ => new float[Parts * size])];
    readonly double[,] rewards = new double[trajectories, Parts];
    readonly int[] steps = new int[trajectories];
    readonly double[] means = new double[Parts];
    readonly long[] counts = new long[Parts];

    public EffectTest Test { get; } = new(Parts * size);

    public DelayedEffectsState State
    {
        get => new(Test.State, [.. means], [.. counts]);
        set
        {
            Test.State = value.Test;
            value.Means.CopyTo(means, 0);
            value.Counts.CopyTo(counts, 0);
        }
    }

    /// <summary>Step of the episode under way, from 0.</summary>
    public int StepOf(int trajectory) => steps[trajectory];

    /// <summary>Where to add what was decided at this step to, [size]; empty if it is in no part.</summary>
    public Span<float> SumsOf(int trajectory)
    {
        for (var (part, last) = (0, 0); part < Parts; (part, last) = (part + 1, LastOf(part + 1)))
            if (steps[trajectory] <= last)
                return sums[trajectory].AsSpan(part * size, size);
        return [];
    }

    /// <summary>A step was made.</summary>
    public void Add(int trajectory, float reward, Ending ending)
    {
        for (var part = 0; part < Parts && steps[trajectory] >= LastOf(part) + Delay; part++)
            rewards[trajectory, part] += reward;
        steps[trajectory]++;
        if (ending == Ending.None)
            return;
        for (var part = 0; part < Parts && steps[trajectory] > LastOf(part) + Delay; part++)
        {
            var late = rewards[trajectory, part];
            if (counts[part] > 0)
                Test.Add(part * size, (float)(late - means[part]), sums[trajectory].AsSpan(part * size, size));
            means[part] += (late - means[part]) / ++counts[part];
        }
        Test.Complete(1);
        Restart(trajectory);
    }

    /// <summary>An episode begins.</summary>
    public void Restart(int trajectory)
    {
        Array.Clear(sums[trajectory]);
        for (var part = 0; part < Parts; part++)
            rewards[trajectory, part] = 0;
        steps[trajectory] = 0;
    }

    /// <summary>Last step of a part: 4^part − 1.</summary>
    static int LastOf(int part) => (1 << (2 * part)) - 1;
}

/// <summary>Everything of <see cref="DelayedEffects"/> that a checkpoint, which cuts all episodes, must hold.</summary>
internal sealed record DelayedEffectsState(EffectState Test, double[] Means, long[] Counts);
