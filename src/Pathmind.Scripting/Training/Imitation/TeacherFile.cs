using System.Globalization;
using Pathmind.Files;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The steps of a run, as <see cref="LogRows.WriteCsv(string, CsvFormat)"/> wrote them: what an agent saw,
/// what it did, and what that earned.</summary>
/// <remarks>What a file cannot tell: which choices were allowed (all count as allowed), and what was seen after the
/// last step of an episode (it counts as over there).</remarks>
internal sealed class TeacherFile
{
    /// <summary>γ per decision where the training discounts by time: no clock is in the file.</summary>
    const float Discount = 0.99f;

    readonly string name;
    readonly TrainingModel model;
    readonly Dictionary<string, int> columns;
    readonly IEnumerator<string[]> lines;
    int line = 1;

    TeacherFile(string name, TrainingModel model, IEnumerator<string[]> lines)
    {
        (this.name, this.model, this.lines) = (name, model, lines);
        columns = !lines.MoveNext() ? [] : lines.Current.Index().DistinctBy(entry => entry.Item)
            .ToDictionary(entry => entry.Item, entry => entry.Index);
        string[] missing = [.. Needed().Where(column => !columns.ContainsKey(column))];
        if (missing.Length > 0)
            throw new ArgumentException(
                $"StartFrom: {name} has no column{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing.Take(5))}"
                + $"{(missing.Length > 5 ? ", …" : "")}, which the steps of {model.Schema.Simulation} have: write the file by "
                + "simulation.Run(policy).Steps.WriteCsv(path) with the simulation as it is now.");
    }

    /// <summary>Reads decisions of all agents into a buffer of one simulation, until an agent has no room.</summary>
    /// <returns>Rows in the buffer.</returns>
    /// <exception cref="ArgumentException">The file is not of this simulation, or a cell is not what it must be; the
    /// message says where.</exception>
    public static int Read(string path, TrainingModel model, RolloutBuffer rows)
    {
        using StreamReader reader = new(path);
        using var lines = CsvRows.Read(reader).GetEnumerator();
        try
        {
            new TeacherFile(Path.GetFileName(path), model, lines).Read(rows);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"StartFrom: {path} is not a CSV file: {exception.Message}.", exception);
        }
        rows.Complete();
        return rows.RowCount > 0 ? rows.RowCount : throw new ArgumentException($"StartFrom: {path} has no decision in it.");
    }

    void Read(RolloutBuffer rows)
    {
        var schema = model.Schema;
        var (all, history) = (new float[schema.Observations.Size], model.NewHistory());
        double? episode = null;
        while (lines.MoveNext() && rows.Lengths.Max() < rows.MaxSteps)
        {
            line++;
            if (Number("Episode") is var now && now != episode)
            {
                EndEpisode(rows);
                history.Begin();
            }
            episode = now;
            for (var agent = 0; agent < schema.Agents; agent++)
                Read(agent, rows, all, history);
        }
        EndEpisode(rows);
    }

    void Read(int agent, RolloutBuffer rows, float[] all, ObservationHistory history)
    {
        var kind = model.Schema.KindOf(agent);
        var actions = ActionColumns(agent).ToArray();
        var row = agent * rows.MaxSteps + rows.Lengths[agent];
        if (Cell(actions[0]).Length > 0)
        {
            float[] own = [.. ObservationColumns(agent).Select(column => (float)Number(column))];
            var isChoice = kind.Actions.IsChoice;
            var action = Conform(kind.Actions, AgentAction.Of(
                [.. actions.Where((_, i) => isChoice[i]).Select((column, head) => Choice(column, kind.Actions.Names[head]))],
                [.. actions.Where((_, i) => !isChoice[i]).Select(column => (float)Number(column))]));
            model.Write(rows, row, agent, own, all, history, in action, mask: null);
            (rows.Rewards[row], rows.Endings[row]) = (0, Ending.None);
            if (rows.Discounts is { } discounts)
                discounts[row] = Discount;
            rows.Lengths[agent]++;
            row++;
        }
        if (row > agent * rows.MaxSteps && Cell(RewardColumns(agent).First()).Length > 0)
            rows.Rewards[row - 1] += model.Function.IsOfChange
                ? 0 : (float)model.Function.Combine([.. RewardColumns(agent).Select(Number)]);
    }

    AgentAction Conform(ActionLayout actions, AgentAction action)
    {
        try
        {
            return actions.Conform(in action);
        }
        catch (BrokenRuleException exception)
        {
            throw new ArgumentException($"StartFrom: {name}, line {line}: {exception.Message}.", exception);
        }
    }

    static void EndEpisode(RolloutBuffer rows)
    {
        for (var agent = 0; agent < rows.Agents; agent++)
            if (rows.Lengths[agent] > 0)
                rows.Endings[agent * rows.MaxSteps + rows.Lengths[agent] - 1] = Ending.Terminated;
    }

    IEnumerable<string> Needed() => Enumerable.Range(0, model.Schema.Agents).SelectMany(
        agent => ObservationColumns(agent).Concat(ActionColumns(agent)).Concat(RewardColumns(agent))).Prepend("Episode");

    IEnumerable<string> ObservationColumns(int agent) =>
        model.Schema.KindOf(agent).Observations.ColumnNames().Select(column => $"observation_{agent}_{column}");

    IEnumerable<string> ActionColumns(int agent) => model.Schema.KindOf(agent).Actions.Size is var size && size == 1
        ? [$"action_{agent}"] : Enumerable.Range(0, size).Select(i => $"action_{agent}_{i}");

    IEnumerable<string> RewardColumns(int agent) => model.Schema.Rewards!.Names.Select(term => $"reward_{agent}_{term}");

    /// <summary>A choice by its name, as a run writes it, or by its number. A name that looks like a number is the
    /// name.</summary>
    int Choice(string column, IReadOnlyList<string> names)
    {
        var cell = Cell(column);
        if (names.Index().Where(name => name.Item == cell).Select(name => (int?)name.Index).FirstOrDefault() is { } named)
            return named;
        if (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        var wanted = names.Count == 0
            ? "the number of a choice" : $"one of the choices '{string.Join("', '", names)}', nor the number of one";
        throw new ArgumentException($"StartFrom: {name}, line {line}: '{cell}' in the column {column} is not {wanted}.");
    }

    string Cell(string column) => columns[column] < lines.Current.Length ? lines.Current[columns[column]] : "";

    double Number(string column) =>
        double.TryParse(Cell(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"StartFrom: {name}, line {line}: '{Cell(column)}' in the column {column} is not a number.");
}
