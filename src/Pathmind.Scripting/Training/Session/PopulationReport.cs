using Pathmind.Reporting;

namespace Pathmind.Training;

/// <summary>What a studio hears of a population: each member is an experiment beside that of the best one's history,
/// with the rows that it made itself, whatever it had from others.</summary>
internal sealed class PopulationReport : IDisposable
{
    readonly PopulationTraining population;
    readonly StudioReport head;
    readonly StudioReport[] parts;
    readonly int[] rows;

    /// <param name="population">All members.</param>
    /// <param name="head">Of the training as a whole.</param>
    public PopulationReport(PopulationTraining population, StudioReport head)
    {
        (this.population, this.head) = (population, head);
        parts = [.. population.Members.Select(member => head.BeginPart(member.Number, member.Options, ExperimentKey.Of(null, false)))];
        rows = new int[parts.Length];
        head.Tell(State);
    }

    /// <summary>After a generation: what each member made in it, and what it goes on from.</summary>
    public void EndGeneration()
    {
        foreach (var (i, member) in population.Members.Index())
            foreach (var row in member.TakeRows())
                parts[i].Add(row with { Iteration = ++rows[i] });
        head.Tell(State);
    }

    /// <summary>The members have ended; the best one's last part is the training's own.</summary>
    /// <param name="isStopped">Whether they were stopped.</param>
    public void End(bool isStopped)
    {
        EndGeneration();
        foreach (var (part, member) in parts.Zip(population.Result.Members))
            part.End(
                isStopped, member.Number == population.Leader.Number ? "The best member: the population's last part goes on from it."
                    : "The population goes on from another member.", member.Rewards.Count == 0 ? null : member.Rewards[^1]);
    }

    public void Dispose()
    {
        foreach (var part in parts)
            part.Dispose();
    }

    SetState State()
    {
        var result = population.Result;
        return new()
        {
            Metric = "reward",
            Members =
            [
                .. population.Members.Zip(result.Members, (member, told) => new SetMember
                {
                    Number = told.Number, Steps = member.Checkpoint?.Steps ?? 0, IsBest = told.Number == result.Best,
                    Values = told.Options.Tuned.ToDictionary(
                        option => option.Name, option => Displays.CellText.Number(option.Get(told.Options))),
                    Score = told.Rewards.Count == 0 ? null : SetMember.Finite(told.Rewards[^1]),
                    Scores = [.. told.Rewards.Select(SetMember.Finite)], CopiedFrom = [.. told.CopiedFrom],
                }),
            ],
        };
    }
}
