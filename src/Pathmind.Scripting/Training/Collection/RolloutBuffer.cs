using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What the simulations did in one iteration, as the collector wrote it: no learner changes it (docs/ppo.md
/// 11), but for the states in rows that a teacher's decisions were written into.</summary>
/// <remarks>A trajectory is one agent of one simulation; its decisions follow each other, so row = trajectory · T +
/// decision. A trajectory whose agent waits for the others to finish, or does not decide in every step, has fewer than
/// T rows.</remarks>
internal sealed class RolloutBuffer
{
    /// <param name="environments">Simulations side by side.</param>
    /// <param name="agents">Agents of each of them.</param>
    /// <param name="maxSteps">Most steps of a simulation in one iteration.</param>
    /// <param name="observationSize">Numbers of an observation.</param>
    /// <param name="actions">The action space.</param>
    /// <param name="hasMask">Whether some choices are not allowed to some agents.</param>
    /// <param name="hasPresence">Whether some agents do not have all real numbers of the space.</param>
    /// <param name="discountSeconds">Simulated time in which a discount falls to 1/e; null to discount per
    /// decision.</param>
    /// <param name="hasNextMasks">Whether <see cref="Tails"/> hold masks as well: for learners that ask what could be
    /// chosen next.</param>
    public RolloutBuffer(
        int environments, int agents, int maxSteps, int observationSize, ActionLayout actions, bool hasMask, bool hasPresence = false,
        double? discountSeconds = null, bool hasNextMasks = false)
    {
        (Trajectories, Agents, MaxSteps, Steps) = (environments * agents, agents, maxSteps, maxSteps);
        (ObservationSize, Actions) = (observationSize, actions);
        var rows = Trajectories * maxSteps;
        Observations = new float[rows * observationSize];
        Choices = new int[rows * actions.Heads.Length];
        Reals = new float[rows * actions.Reals];
        Masks = hasMask ? new float[rows * actions.Logits] : null;
        Presence = hasPresence ? new float[rows * actions.Reals] : null;
        LogProbabilities = new float[rows];
        Rewards = new float[rows];
        Endings = new Ending[rows];
        DiscountSeconds = discountSeconds;
        Discounts = discountSeconds is null ? null : new float[rows];
        Lengths = new int[Trajectories];
        Rows = new int[rows];
        HasNextMasks = hasMask && hasNextMasks;
        var maskSize = HasNextMasks ? actions.Logits : 0;
        Tails = [.. Enumerable.Range(0, environments).Select(_ => new RolloutTails(observationSize, maskSize))];
    }

    /// <summary>Simulations · agents.</summary>
    public int Trajectories { get; }

    /// <summary>Agents of each simulation.</summary>
    public int Agents { get; }

    /// <summary>Most steps for which there is room.</summary>
    public int MaxSteps { get; }

    /// <summary>T: most steps of a trajectory in this iteration.</summary>
    public int Steps { get; private set; }

    /// <summary>Rows there is room for in this iteration, those that are not in use included: trajectories ·
    /// T.</summary>
    public int Capacity => Trajectories * Steps;

    /// <summary>Numbers of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>The action space.</summary>
    public ActionLayout Actions { get; }

    /// <summary>[rows, ObservationSize] as the simulation gave them, not normalised.</summary>
    public float[] Observations { get; }

    /// <summary>[rows, heads] index of the chosen alternative of each choice.</summary>
    public int[] Choices { get; }

    /// <summary>[rows, reals] in network units, as drawn, before clipping to the bounds.</summary>
    public float[] Reals { get; }

    /// <summary>What was done, where choices and numbers are those of a teacher; null where they were done.</summary>
    public TakenActions? Taken { get; set; }

    /// <summary>[rows, logits] 0 for an allowed choice, a large negative number for another, to be added to the logits;
    /// null without masks.</summary>
    public float[]? Masks { get; }

    /// <summary>[rows, reals] 1 for a real number of the row's agent, 0 for one that only other kinds of agents have;
    /// null if every agent has all.</summary>
    public float[]? Presence { get; }

    /// <summary>[rows] of the whole action, in nats, when it was drawn.</summary>
    public float[] LogProbabilities { get; }

    /// <summary>[rows] reward until the agent's next decision, or the end: the sum over the steps, as the reward
    /// function made each of the terms, not scaled.</summary>
    public float[] Rewards { get; }

    /// <summary>[rows] γ from the decision to the next one, by the simulated time between them; null to discount per
    /// decision.</summary>
    public float[]? Discounts { get; }

    /// <summary>Simulated time in which a discount falls to 1/e; null to discount per decision.</summary>
    public double? DiscountSeconds { get; }

    /// <summary>[rows] whether the agent's episode ended before its next decision, and how.</summary>
    public Ending[] Endings { get; }

    /// <summary>Whether <see cref="Tails"/> hold masks.</summary>
    public bool HasNextMasks { get; }

    /// <summary>[environments] observations that steps led to where no following row holds them.</summary>
    public RolloutTails[] Tails { get; }

    /// <summary>[trajectories] rows in use: decisions whose rewards are complete.</summary>
    public int[] Lengths { get; }

    /// <summary>[RowCount] numbers of the rows in use, in the order of the trajectories.</summary>
    public int[] Rows { get; }

    /// <summary>Number of rows in use.</summary>
    public int RowCount { get; private set; }

    /// <summary>Mean γ of the rows in use where time discounts, else the given one.</summary>
    public double MeanDiscount(float perDecision) =>
        Discounts is null || RowCount == 0 ? perDecision : Rows.Take(RowCount).Average(row => Discounts[row]);

    /// <summary>Begins an iteration.</summary>
    /// <param name="steps">1 .. <see cref="MaxSteps"/>.</param>
    public void Clear(int steps)
    {
        Steps = steps <= MaxSteps ? steps : throw new ArgumentException($"There is room for {MaxSteps} steps; got {steps}.");
        Array.Clear(Lengths);
        foreach (var tails in Tails)
            tails.Clear();
        RowCount = 0;
    }

    /// <summary>The observation of a row, to be written.</summary>
    public Span<float> Observation(int row) => Observations.AsSpan(row * ObservationSize, ObservationSize);

    /// <summary>Copies what was seen and decided in a row, without what came of it, into a buffer of the same
    /// layout.</summary>
    public void CopyDecision(int row, RolloutBuffer to, int at)
    {
        Copy(Observations, to.Observations, ObservationSize);
        Copy(Choices, to.Choices, Actions.Heads.Length);
        Copy(Reals, to.Reals, Actions.Reals);
        Copy(LogProbabilities, to.LogProbabilities, 1);
        if (Masks is not null)
            Copy(Masks, to.Masks!, Actions.Logits);
        if (Presence is not null)
            Copy(Presence, to.Presence!, Actions.Reals);

        void Copy<T>(T[] from, T[] into, int size) => from.AsSpan(row * size, size).CopyTo(into.AsSpan(at * size));
    }

    /// <summary>Carries over what was seen and decided in a row.</summary>
    public void TransferDecision(StateTransfer state, int row)
    {
        Transfer(state, Observations, row, 1, ObservationSize);
        Transfer(state, Choices, row, 1, Actions.Heads.Length);
        Transfer(state, Reals, row, 1, Actions.Reals);
        Transfer(state, LogProbabilities, row, 1, 1);
        Transfer(state, Masks, row, 1, Actions.Logits);
        Transfer(state, Presence, row, 1, Actions.Reals);
    }

    /// <summary>Carries over what one simulation did in this iteration; the other end's buffer may have other
    /// simulations.</summary>
    /// <exception cref="InvalidDataException">There are more rows than steps.</exception>
    public void Transfer(StateTransfer state, int environment)
    {
        for (var trajectory = environment * Agents; trajectory < (environment + 1) * Agents; trajectory++)
        {
            var (first, rows) = (trajectory * Steps, Lengths[trajectory] = state.Pass(Lengths[trajectory]));
            if (rows < 0 || rows > Steps)
                throw new InvalidDataException($"A part of a rollout has {rows} rows for {Steps} steps.");
            Transfer(state, Observations, first, rows, ObservationSize);
            Transfer(state, Choices, first, rows, Actions.Heads.Length);
            Transfer(state, Reals, first, rows, Actions.Reals);
            Transfer(state, LogProbabilities, first, rows, 1);
            Transfer(state, Masks, first, rows, Actions.Logits);
            Transfer(state, Presence, first, rows, Actions.Reals);
            Transfer(state, Rewards, first, rows, 1);
            Transfer(state, Discounts, first, rows, 1);
            Transfer(state, Endings, first, rows, 1);
        }
        Tails[environment].Transfer(state, environment * Agents * Steps);
    }

    static void Transfer<T>(StateTransfer state, T[]? numbers, int first, int rows, int width)
        where T : unmanaged
    {
        if (numbers is not null)
            state.Pass(numbers.AsSpan(first * width, rows * width));
    }

    /// <summary>[logits] of what was allowed; empty without masks.</summary>
    public ReadOnlySpan<float> MaskOf(int row) => Masks is null ? default : Masks.AsSpan(row * Actions.Logits, Actions.Logits);

    /// <summary>Whether there was something to decide: real numbers, or a choice with more than one allowed
    /// alternative.</summary>
    public bool IsDecision(int row)
    {
        var mask = MaskOf(row);
        var isDecision = Actions.Reals > 0 || Masks is null;
        for (var (head, at) = (0, 0); head < Actions.Heads.Length && !isDecision; at += Actions.Heads[head++])
            isDecision = mask.Slice(at, Actions.Heads[head]).Count(0) > 1;
        return isDecision;
    }

    /// <summary>Whether a row is the agent's next decision after the row before, in the same episode.</summary>
    public bool GoesOn(int row) => row % Steps != 0 && Endings[row - 1] == Ending.None;

    /// <summary>Room for the agents of one simulation, in the layout of this buffer.</summary>
    /// <param name="steps">Most rows of an agent.</param>
    public RolloutBuffer ForOneSimulation(int steps) =>
        new(1, Agents, steps, ObservationSize, Actions, Masks is not null, Presence is not null, DiscountSeconds, HasNextMasks);

    /// <summary>Whether some of these rows are in use; of agents that seldom decide, most are not.</summary>
    public bool UsesAny(int first, int count)
    {
        for (var trajectory = first / Steps; trajectory * Steps < first + count; trajectory++)
            if (trajectory * Steps + Lengths[trajectory] > first && Lengths[trajectory] > 0)
                return true;
        return false;
    }

    /// <summary>Lists the rows in use.</summary>
    public void Complete()
    {
        RowCount = 0;
        for (var trajectory = 0; trajectory < Trajectories; trajectory++)
            for (var step = 0; step < Lengths[trajectory]; step++)
                Rows[RowCount++] = trajectory * Steps + step;
    }
}

/// <summary>The observations that steps of one simulation led to and that no following row of the buffer holds: where
/// an episode was cut, and at the rollout's end.</summary>
/// <param name="observationSize">Numbers of an observation.</param>
/// <param name="maskSize">Numbers of a mask; 0 if none are kept.</param>
internal sealed class RolloutTails(int observationSize, int maskSize = 0)
{
    float[] observations = [], masks = [];

    /// <summary>The rows of the buffer whose next observations these are.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>[Rows.Count, observationSize], not normalised; a learner with a memory writes its states
    /// there.</summary>
    public Span<float> Observations => observations.AsSpan(0, Rows.Count * observationSize);

    /// <summary>[Rows.Count, maskSize] as in <see cref="RolloutBuffer.Masks"/>.</summary>
    public ReadOnlySpan<float> Masks => masks.AsSpan(0, Rows.Count * maskSize);

    /// <param name="row">Of the step.</param>
    /// <param name="next">[observationSize] what the agent saw after it.</param>
    /// <returns>[maskSize] place for the mask after it; holds anything.</returns>
    public Span<float> Add(int row, ReadOnlySpan<float> next)
    {
        next.CopyTo(Room(ref observations, observationSize));
        var mask = Room(ref masks, maskSize);
        Rows.Add(row);
        return mask;
    }

    /// <summary>The place of a tail that comes next.</summary>
    Span<float> Room(ref float[] numbers, int size)
    {
        var from = Rows.Count * size;
        if (from + size > numbers.Length)
            Array.Resize(ref numbers, Math.Max(2 * numbers.Length, 4 * size));
        return numbers.AsSpan(from, size);
    }

    public void Clear() => Rows.Clear();

    /// <summary>Carries them over.</summary>
    /// <param name="state">Direction.</param>
    /// <param name="first">First row of the simulation in its buffer.</param>
    public void Transfer(StateTransfer state, int first)
    {
        var rows = state.PassAll(state.IsReading ? [] : Rows.Select(row => row - first).ToArray());
        var numbers = state.PassAll(state.IsReading ? [] : Observations.ToArray());
        var passed = maskSize == 0 ? [] : state.PassAll(state.IsReading ? [] : Masks.ToArray());
        if (!state.IsReading)
            return;
        Rows.Clear();
        Rows.AddRange(rows.Select(row => row + first));
        (observations, masks) = (numbers, passed);
    }
}
