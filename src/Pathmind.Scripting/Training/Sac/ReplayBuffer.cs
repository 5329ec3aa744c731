using System.Runtime.InteropServices;
using System.Text.Json;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The newest decisions of all agents, each with what came of it: the rewards of the next n decisions, and
/// where the agent was then (docs/sac.md 3). Numbers are kept as the simulations gave them.</summary>
/// <remarks>One row of float32 numbers a decision; the oldest row gives way to the newest.</remarks>
internal sealed class ReplayBuffer
{
    const int RoomInNumbers = (64 << 20) / sizeof(float), MostRows = 100_000, FewestRows = 1_000;

    /// <summary>Most numbers, 400 MB: a checkpoint holds them as one text.</summary>
    const int MostNumbers = 100_000_000;

    readonly int inputs, heads, reals, logits, presences, memory, width, actionSize;
    readonly int next, realsAt, choicesAt, masksAt, nextMasksAt, presenceAt, rewardAt, linksAt;
    readonly long[] lastOf;                                              // [trajectories] number of the last row; -1: its episode has ended
    float[] numbers, imitated = [];
    int[] tails;                                                         // [rows of the rollout] -1 for none
    long taken;                                                          // rows, also those that have given way
    int place, imitates;                                                 // of the next row; numbers of a row in imitated

    /// <param name="rollout">In whose layout decisions come.</param>
    /// <param name="capacity">Most rows; null for <see cref="MostRows"/>, or what has room in 64 MB.</param>
    /// <param name="memory">Numbers of a state, which observations begin with; 0 without a memory.</param>
    /// <exception cref="ArgumentException">That many have no room.</exception>
    public ReplayBuffer(RolloutBuffer rollout, int? capacity, int memory = 0)
    {
        (this.memory, actionSize) = (memory, rollout.Actions.Logits + rollout.Actions.Reals);
        (inputs, heads, reals) = (rollout.ObservationSize, rollout.Actions.Heads.Length, rollout.Actions.Reals);
        (logits, presences) = (rollout.Masks is null ? 0 : rollout.Actions.Logits, rollout.Presence is null ? 0 : reals);
        (next, realsAt) = (inputs, 2 * inputs);
        (choicesAt, masksAt) = (realsAt + reals, realsAt + reals + heads);
        (nextMasksAt, presenceAt) = (masksAt + logits, masksAt + 2 * logits);
        rewardAt = presenceAt + presences;
        linksAt = rewardAt + 2;                                          // and the discount
        width = linksAt + (memory > 0 ? 3 : 0);
        Capacity = capacity ?? Math.Clamp(RoomInNumbers / width, FewestRows, MostRows);
        if ((long)Capacity * width > MostNumbers)
            throw new ArgumentException(
                $"Algorithm.ReplaySize is {Capacity}, but a decision takes {width} numbers here, so it must be at most "
                + $"{MostNumbers / width}.");
        numbers = new float[Math.Min(Capacity, FewestRows) * width];
        tails = new int[rollout.Rows.Length];
        lastOf = new long[rollout.Trajectories];
        Cut();
    }

    /// <summary>Most rows.</summary>
    public int Capacity { get; }

    /// <summary>Rows that are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a rollout's decisions.</summary>
    /// <param name="rollout">Of the same layout.</param>
    /// <param name="steps">n: decisions whose rewards are summed, fewer at the end of an episode or of the
    /// rollout.</param>
    /// <param name="discount">γ per decision, unless the rollout has one for each row.</param>
    /// <param name="answers">[rows, logits + reals] what an imitating policy would do; not read without <see
    /// cref="KeepImitated"/>.</param>
    /// <returns>How many.</returns>
    public int Add(RolloutBuffer rollout, int steps, float discount, ReadOnlySpan<float> answers = default)
    {
        var added = 0;
        ListTails(rollout);
        for (var trajectory = 0; trajectory < rollout.Trajectories; trajectory++)
        {
            var first = trajectory * rollout.Steps;
            for (var row = first; row < first + rollout.Lengths[trajectory]; row++)
            {
                var isKept = TryAdd(rollout, row, Math.Min(row + steps, first + rollout.Lengths[trajectory]), discount);
                if (isKept)
                    answers.Slice(row * imitates, imitates).CopyTo(Imitated(Newest));
                added += isKept ? 1 : 0;
                lastOf[trajectory] = isKept && rollout.Endings[row] == Ending.None ? taken - 1 : -1;
            }
        }
        return added;
    }

    /// <summary>The place of the row that was taken last.</summary>
    int Newest => (place + Capacity - 1) % Capacity;

    /// <summary>Also keeps what an imitating policy would have done; called while nothing is kept.</summary>
    public void KeepImitated() => imitates = actionSize;

    /// <summary>All episodes under way have been cut.</summary>
    public void Cut() => Array.Fill(lastOf, -1);

    /// <summary>Draws rows, each as likely as any other, with repetition; with a memory pieces of episodes.</summary>
    public void Draw(RandomStream random, ReplayBatch batch)
    {
        if (memory > 0)
            DrawPieces(random, batch);
        for (var i = 0; i < batch.Rows && memory == 0; i++)
            Read(random.Next(Count), batch, i);
    }

    /// <summary>Keeps other states in a row.</summary>
    /// <param name="place">As in <see cref="ReplayBatch.Places"/>.</param>
    /// <param name="before">[n] before the decision.</param>
    /// <param name="led">[n] before what it led to.</param>
    public void Remember(int place, ReadOnlySpan<float> before, ReadOnlySpan<float> led)
    {
        before.CopyTo(numbers.AsSpan(place * width));
        led.CopyTo(numbers.AsSpan(place * width + next));
    }

    void Read(int at, ReplayBatch batch, int i)
    {
        var row = numbers.AsSpan(at * width, width);
        RowCopy.Copy(row[..inputs], batch.Observations.AsSpan(i * inputs));
        RowCopy.Copy(row.Slice(next, inputs), batch.NextObservations.AsSpan(i * inputs));
        RowCopy.Copy(row.Slice(realsAt, reals), batch.Reals.AsSpan(i * reals));
        for (var head = 0; head < heads; head++)
            batch.Choices[i * heads + head] = (int)row[choicesAt + head];
        row.Slice(masksAt, logits).CopyTo(batch.Masks.AsSpan(i * logits));
        row.Slice(nextMasksAt, logits).CopyTo(batch.NextMasks.AsSpan(i * logits));
        row.Slice(presenceAt, presences).CopyTo(batch.Presence.AsSpan(i * presences));
        (batch.Rewards[i], batch.Discounts[i]) = (row[rewardAt], row[rewardAt + 1]);
        Imitated(at).CopyTo(batch.Imitated.AsSpan(i * imitates));
    }

    /// <summary>Each piece begins up to so many decisions before a row that is drawn, so that the ends of episodes are
    /// in as many as their beginnings.</summary>
    void DrawPieces(RandomStream random, ReplayBatch batch)
    {
        for (var i = 0; i < batch.Rows;)
        {
            var at = random.Next(Count);
            for (var back = random.Next(RowSequences.Length); back > 0 && Before(at) is >= 0 and var before; back--)
                at = before;
            for (var of = 0; of < RowSequences.Length && at >= 0 && i < batch.Rows; of++, i++, at = After(at))
            {
                Read(at, batch, i);
                (batch.Places[i], batch.Continues[i], batch.Spans[i]) = (at, of > 0, (int)numbers[at * width + linksAt + 2]);
            }
        }
    }

    /// <summary>The place of the agent's decision before; -1 if it is not kept, or none was.</summary>
    int Before(int at)
    {
        var (age, back) = ((Newest - at + Capacity) % Capacity, (int)numbers[at * width + linksAt]);
        return back > 0 && age + back < Count ? (at - back + Capacity) % Capacity : -1;
    }

    /// <summary>The place of the agent's next decision; -1 if it is not kept, or none was.</summary>
    int After(int at) => numbers[at * width + linksAt + 1] is > 0 and var further ? (at + (int)further) % Capacity : -1;

    /// <summary>Links the row that was taken last with the agent's decision before.</summary>
    void Link(Span<float> row, int trajectory, int span)
    {
        var back = taken - lastOf[trajectory];
        var isKept = lastOf[trajectory] >= 0 && back < Count;
        (row[linksAt], row[linksAt + 1], row[linksAt + 2]) = (isKept ? back : 0, 0, span);
        if (isKept)
            numbers[(Newest - (int)back + Capacity) % Capacity * width + linksAt + 1] = back;
    }

    /// <summary>All rows, as bytes of little-endian float32 numbers, and the place of the next one.</summary>
    public ReplayState State
    {
        get => new(Bytes(numbers, width), place, imitates > 0 ? Bytes(imitated, imitates) : null);
        set
        {
            var saved = NumberBytes.ToFloats(value.Rows);
            (Count, place) = (saved.Length / width, value.Place);
            Grow(Count);
            saved.CopyTo(numbers);
            if (imitates > 0)
                NumberBytes.ToFloats(value.Imitated ?? throw new JsonException("the state has nothing imitated")).CopyTo(imitated);
        }
    }

    byte[] Bytes(float[] kept, int size) => MemoryMarshal.AsBytes(kept.AsSpan(0, Count * size)).ToArray();

    Span<float> Imitated(int at) => imitated.AsSpan(at * imitates, imitates);

    bool TryAdd(RolloutBuffer rollout, int first, int end, float discount)
    {
        var (sum, factor, last) = (0.0, 1.0, first);
        for (; ; last++)
        {
            sum += factor * rollout.Rewards[last];
            factor *= rollout.Discounts?[last] ?? discount;
            if (last + 1 == end || rollout.Endings[last] != Ending.None)
                break;
        }
        var isOver = rollout.Endings[last] == Ending.Terminated;
        if (!isOver && tails[last] < 0 && last + 1 == first / rollout.Steps * rollout.Steps + rollout.Lengths[first / rollout.Steps])
            return false;                                                // nobody saw what came then
        var row = NewRow();
        if (memory > 0)
            Link(row, first / rollout.Steps, last - first + 1);
        taken++;
        rollout.Observation(first).CopyTo(row);
        var (given, chosen) = (rollout.Taken?.Reals ?? rollout.Reals, rollout.Taken?.Choices ?? rollout.Choices);
        given.AsSpan(first * reals, reals).CopyTo(row[realsAt..]);
        for (var head = 0; head < heads; head++)
            row[choicesAt + head] = chosen[first * heads + head];
        if (logits > 0)
            rollout.Masks.AsSpan(first * logits, logits).CopyTo(row[masksAt..]);
        if (presences > 0)
            rollout.Presence.AsSpan(first * reals, reals).CopyTo(row[presenceAt..]);
        CopyNext(rollout, isOver ? first : last, isOver, row);
        (row[rewardAt], row[rewardAt + 1]) = ((float)sum, isOver ? 0 : (float)factor);
        return true;
    }

    /// <summary>What the agent saw after a row; after the end anything that is finite.</summary>
    void CopyNext(RolloutBuffer rollout, int last, bool isOver, Span<float> row)
    {
        var seen = row.Slice(next, inputs);
        var mask = row.Slice(nextMasksAt, logits);
        if (!isOver && tails[last] is >= 0 and var tail)
        {
            var of = rollout.Tails[last / rollout.Steps / rollout.Agents];
            of.Observations.Slice(tail * inputs, inputs).CopyTo(seen);
            of.Masks.Slice(tail * logits, logits).CopyTo(mask);
            return;
        }
        var following = isOver ? last : last + 1;
        rollout.Observation(following).CopyTo(seen);
        if (logits > 0)
            rollout.Masks.AsSpan(following * logits, logits).CopyTo(mask);
    }

    void ListTails(RolloutBuffer rollout)
    {
        if (tails.Length < rollout.Rows.Length)
            tails = new int[rollout.Rows.Length];
        Array.Fill(tails, -1);
        foreach (var of in rollout.Tails)
            for (var tail = 0; tail < of.Rows.Count; tail++)
                tails[of.Rows[tail]] = tail;
    }

    Span<float> NewRow()
    {
        Grow(place + 1);
        var row = numbers.AsSpan(place * width, width);
        Count = Math.Max(Count, place + 1);
        place = (place + 1) % Capacity;
        return row;
    }

    void Grow(int rows)
    {
        if (rows * width > numbers.Length)
            Array.Resize(ref numbers, (int)Math.Min((long)Capacity * width, Math.Max(2L * numbers.Length, (long)rows * width)));
        if (rows * imitates > imitated.Length)
            Array.Resize(ref imitated, numbers.Length / width * imitates);
    }
}
