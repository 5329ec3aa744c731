using System.CommandLine;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>Trainings of which other processes do a part.</summary>
internal sealed partial class TrainCommand
{
    /// <summary>This machine.</summary>
    const string Local = "local";

    /// <summary>Where members of the population train; null for this process.</summary>
    ISliceRunner? Slices(ParseResult given, CommandScope scope, string name, TrainingOptions training)
    {
        if (given.GetValue(cluster) is null && (given.GetValue(require) is { Length: > 0 } || given.GetValue(files) is not null))
            throw new CommandException(
                "--files and --require say which workers of a cluster train, and with what: give --cluster as well.");
        if (given.GetValue(cluster) is not { } address || (training.Workers is not null && training.Population is null))
            return null;
        if (training.Population is null)
            throw new CommandException(
                "--cluster shares out the members of a population, or the simulations of a training: give --population as well, as in "
                + "--population 4, or --workers.");
        if (given.GetValue(resume) || given.GetValue(eachTerm) || given.GetValue(seeds) is not null
            || given.GetValue(sweep) is not null)
        {
            Option other = given.GetValue(resume) ? resume
                : given.GetValue(eachTerm) ? eachTerm
                : given.GetValue(sweep) is not null ? sweep
                : seeds;
            throw new CommandException(
                $"--cluster and {other.Name} are both given, but one must be left out. "
                + "The same command goes on by itself where a training on a cluster was killed.");
        }
        training.Validate();
        return scope.Host.Slices!(SourceOf(given, scope, given.GetValue(cluster)!, name, training));
    }

    /// <summary>The same with processes that run the simulations, if those are asked for and the host has
    /// some.</summary>
    TrainingOptions WithWorkers(ParseResult given, CommandScope scope, string name, TrainingOptions training, string? several)
    {
        if (scope.Host.LimitsSteps)
            training = training with { StepTimeLimit = null };
        if (training is { Workers: null, StepTimeLimit: null } || training.Population is not null || scope.Host.Workers is not { } begin)
            return training;
        if (given.GetValue(eachTerm) || several is not null)
            throw new CommandException(
                $"{(training.Workers is null ? stepLimit.Name : workers.Name)} and {(several ?? eachTerm.Name)} are both given, but "
                + "processes run the simulations of one training: leave one of them out.");
        training = WithNames(training) with { Workers = training.Workers ?? training.Threads ?? Environment.ProcessorCount };
        (training with { StepTimeLimit = null }).Validate();
        return training with { Host = begin(SourceOf(given, scope, given.GetValue(cluster) ?? Local, name, training)) };
    }

    SliceSource SourceOf(ParseResult given, CommandScope scope, string where, string name, TrainingOptions training)
    {
        var shown = given.GetValue(progress) == None ? Display.None : scope.Host.Display;
        return new(
            where, given.GetValue(database), given.GetRequiredValue(Script!), name, RewardText(given), WithNames(training),
            text => shown.Show(new TextLine(text)))
        { Files = given.GetValue(files), Requires = ClusterLabels.Of(require.Name, given.GetValue(require)) };
    }

    /// <summary>The names of a file of observations in the place of the file, which other machines do not
    /// have.</summary>
    static TrainingOptions WithNames(TrainingOptions training)
    {
        if (training.ObservationsFile is not { } file)
            return training;
        using var text = File.OpenText(file);
        return training with { Observations = ObservationSelection.NamesIn(text, file), ObservationsFile = null };
    }
}
