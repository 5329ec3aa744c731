using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Engines;

/// <summary>Trains what was submitted as a population: an experiment that waits itself, of any other a copy.</summary>
internal sealed class Populations(ExperimentBoard board, Submissions submissions, SubmittedTrainings trainings)
{
    const string Population = nameof(TrainingOptions.Population);

    /// <summary>Members of the population that an experiment trains; null if it is one training.</summary>
    public static int? MembersOf(Experiment experiment) => experiment.OptionsOf()
        .FirstOrDefault(option => option.Key.Equals(Population, StringComparison.OrdinalIgnoreCase)).Value is { } given
        && int.TryParse($"{given}", out var members) ? members : null;

    /// <summary>Starts it.</summary>
    /// <param name="number">Of the experiment.</param>
    /// <param name="members">Of the population.</param>
    /// <returns>The experiment that trains; null if there is none of this number.</returns>
    /// <exception cref="InvalidDataException">So many members are not possible, or its options exclude a population, or
    /// its code is not here.</exception>
    public async Task<Experiment?> TrainAsync(int number, int members)
    {
        if (board.Find(number) is not { } model)
            return null;
        _ = With(model, members);                                        // before there is a copy
        var copy = model is { Status: ExperimentStatus.Created, Source: not null } ? model : await submissions.CopyAsync(number);
        await board.EditAsync(copy!.Number, one => With(one, members));
        return await trainings.StartAsync(copy.Number);
    }

    static Experiment With(Experiment experiment, int members)
    {
        var options = experiment.OptionsOf();
        foreach (var (key, _) in options.ToArray().Where(option => option.Key.Equals(Population, StringComparison.OrdinalIgnoreCase)))
            options.Remove(key);
        options[Population] = members;
        var changed = experiment.WithOptions(options);
        return ExperimentDesign.Of(changed).ApplyTo(changed);            // which tells what cannot be
    }
}
