using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Population-based training (Jaderberg et al., arXiv:1711.09846): several trainings with different options
/// side by side; after each tenth of the steps the worst go on from where the best are, with options near theirs.
/// docs/population.md.</summary>
/// <remarks>All members meet after each generation, so that the result does not depend on which of them is faster, and
/// one is replaced only where a test shows that it is worse.</remarks>
internal sealed class PopulationTraining
{
    /// <summary>The last one is left to the best member alone.</summary>
    const int Generations = 10;

    readonly TrainingOptions options;
    readonly Exploration exploration;
    readonly PopulationMember[] members;
    readonly long[] steps;
    readonly long total;
    readonly int threads;

    /// <param name="create">Makes simulations.</param>
    /// <param name="options">Valid ones, with a population.</param>
    /// <param name="plan">Of a training with these options.</param>
    public PopulationTraining(Func<Simulation> create, TrainingOptions options, ResolvedOptions plan)
    {
        (this.options, total, threads) = (options, plan.Steps, plan.Threads);
        exploration = new(options, options.Population!.Value);
        Lock gate = new();
        members =
        [
            .. exploration.Beginnings().Select((member, i) => new PopulationMember(
                i + 1, member with { Threads = Math.Max(1, threads / options.Population.Value) }, new(create, gate))),
        ];
        (steps, Leader) = (new long[members.Length], members[0]);
    }

    /// <summary>The best member so far.</summary>
    public PopulationMember Leader { get; private set; }

    public IReadOnlyList<PopulationMember> Members => members;

    /// <summary>Members.</summary>
    public int Size => members.Length;

    /// <summary>Steps that all members have made.</summary>
    public long Steps => steps.Sum(made => Volatile.Read(ref made));

    /// <summary>Steps that all members will make.</summary>
    public long TotalSteps => total * members.Length;

    public PopulationResult Result => new(Leader.Number, [.. members.Select(member => member.Result)]);

    /// <summary>Trains until the last generation, which is the best member's.</summary>
    /// <param name="onPause">Called about ten times a second, to show progress.</param>
    /// <param name="onGeneration">Called after each generation.</param>
    /// <param name="cancellation">Ends it soon.</param>
    /// <returns>What a simulation threw; null if nothing did.</returns>
    public Exception? Run(Action onPause, Action onGeneration, CancellationToken cancellation)
    {
        for (var generation = 1; generation < Generations; generation++)
        {
            var until = total * generation / Generations;
            Exception? failure = options.Slices is { } elsewhere
                ? RunElsewhere(elsewhere, generation, until, onPause, cancellation) : RunSlices(until, onPause, cancellation);
            if (failure is not null || cancellation.IsCancellationRequested)
            {
                if (Leader.Checkpoint is null)
                    Leader = Array.Find(members, member => member.Checkpoint is not null) ?? Leader;
                return failure;
            }
            PopulationMember[] ranked = [.. members];
            Array.Sort(ranked, PopulationMember.Compare);
            Leader = ranked[0];
            foreach (var member in members)
                member.EndGeneration();
            if (!Leader.IsOver && generation < Generations - 1)
                Exploit(ranked, generation);
            onGeneration();
            if (Leader.IsOver)
                break;
        }
        return null;
    }

    /// <summary>The worst quarter goes on from the best one, member by member.</summary>
    void Exploit(PopulationMember[] ranked, int generation)
    {
        var count = Math.Max(1, ranked.Length / 4);
        for (var place = 0; place < count; place++)
            if (ranked[^(place + 1)] is var worse && ranked[place] is var better && worse.IsWorseThan(better))
                worse.Copy(
                    better,
                    exploration.Near(better.Options, new(options.Seed, RandomStreams.Member(worse.Number, generation, -1))),
                    options.Seed);
    }

    /// <summary>All members at once, wherever they run.</summary>
    SliceException? RunElsewhere(ISliceRunner elsewhere, int generation, long until, Action onPause, CancellationToken cancellation)
    {
        SliceOrder[] orders =
        [
            .. members.Where(member => !member.IsOver).Select(
                member => new SliceOrder(member.Number, generation, member.Options, member.Checkpoint, until, options.Seed)),
        ];
        try
        {
            elsewhere.Run(
                orders, (trial, made) => Volatile.Write(ref steps[trial - 1], made), (trial, result) => members[trial - 1].Take(result),
                onPause, cancellation);
            return null;
        }
        catch (SliceException exception)
        {
            return exception;
        }
    }

    /// <summary>All members at once, as many as there are threads.</summary>
    Exception? RunSlices(long until, Action onPause, CancellationToken cancellation)
    {
        using SlicePool pool = new(Math.Min(threads, members.Length), "pathmind population", cancellation);
        return pool.Wait([.. members.Select((_, i) => pool.Start(stop => RunSlice(i, until, stop)))], onPause);
    }

    void RunSlice(int index, long until, CancellationToken stop)
    {
        var member = members[index];
        if (member.IsOver)
            return;
        member.Instances.Rewind();
        TrainingSlice slice = new(member.Instances.New, member.Options, member.Checkpoint, options.Seed);
        if (slice.Run(until, made => Volatile.Write(ref steps[index], made), stop) is { } result)
            member.Take(result);
    }
}
