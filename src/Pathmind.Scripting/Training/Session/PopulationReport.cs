using Pathmind.Reporting;

namespace Pathmind.Training;

/// <summary>What a studio and TensorBoard hear of a population: each member is an experiment, or a run, beside that of
/// the best one's history, with the rows that it made itself, whatever it had from others.</summary>
internal sealed class PopulationReport : IDisposable
{
    readonly PopulationTraining population;
    readonly StudioReport head;
    readonly StudioReport[] parts;
    readonly TensorBoardReport[] boards;
    readonly int[] rows;

    /// <param name="population">All members.</param>
    /// <param name="head">Of the training as a whole.</param>
    /// <param name="run">The same for TensorBoard; null for none.</param>
    /// <param name="simulation">Its name.</param>
    public PopulationReport(PopulationTraining population, StudioReport head, TensorBoardRun? run, string simulation)
    {
        (this.population, this.head) = (population, head);
        parts = [.. population.Members.Select(member => head.BeginPart(member.Number, member.Options, ExperimentKey.Of(null, false)))];
        boards =
        [
            .. population.Members.Select(member => TensorBoardReport.Begin(
                run?.Part($"member-{member.Number}"), simulation, member.Options, from: 0, TimeProvider.System)),
        ];
        rows = new int[parts.Length];
        head.Tell(State);
    }

    /// <summary>After a generation: what each member made in it, and what it goes on from.</summary>
    public void EndGeneration()
    {
        foreach (var (i, member) in population.Members.Index())
            foreach (var row in member.TakeRows())
            {
                parts[i].Add(row with { Iteration = ++rows[i] });
                boards[i].Add(row);
            }
        head.Tell(State);
    }

    /// <summary>The members have ended; the best one's last part is the training's own.</summary>
    /// <param name="isStopped">Whether they were stopped.</param>
    public void End(bool isStopped)
    {
        EndGeneration();
        foreach (var (part, board, member) in parts.Zip(boards, population.Result.Members))
        {
            var message = member.Number == population.Leader.Number
                ? "The best member: the population's last part goes on from it." : "The population goes on from another member.";
            double? reward = member.Rewards.Count == 0 ? null : member.Rewards[^1];
            part.End(isStopped, message, reward);
            board.End(isStopped ? StopReason.Interrupted : StopReason.Steps, message, [("result/reward", reward)]);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable report in parts.Concat<IDisposable>(boards))
            report.Dispose();
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
