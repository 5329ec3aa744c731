using Pathmind.Reporting;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Engines;

/// <summary>Changes the design of experiments that wait: a reward in C# is compiled and tried in a process of the tool
/// first.</summary>
internal sealed class Designs(ExperimentBoard board, Submissions submissions, CodeStore code, CodeCheck check)
{
    /// <summary>Gives an experiment another design.</summary>
    /// <returns>The experiment; null if there is none of this number.</returns>
    /// <exception cref="InvalidDataException">It does not wait, or the design is not possible.</exception>
    public async Task<Experiment?> SaveAsync(int number, ExperimentDesign design, CancellationToken cancellation)
    {
        if (board.Find(number) is not { } experiment)
            return null;
        RequireWaiting(experiment);
        if (design.Observations is { Count: 0 })
            throw new InvalidDataException("No observation is chosen, but a policy must see at least one.");
        _ = design.ApplyTo(experiment);
        if (design.Code is { } text)
            await RequireRewardAsync(experiment, text, cancellation);
        return await board.EditAsync(number, now => now.Status == ExperimentStatus.Created
            ? design.ApplyTo(now).WithLog(DateTime.UtcNow, "Its design was changed.")
            : throw new InvalidDataException(Late(now)));
    }

    async Task RequireRewardAsync(Experiment experiment, string text, CancellationToken cancellation)
    {
        using var upload = submissions.Open();
        var tried = Path.Combine(upload.Folder, "tried");
        FolderCopy.Make(code.FolderOf(experiment.CodeDigest!), tried);
        try
        {
            var report = await check.RunAsync(tried, upload.Folder, experiment.Simulation, text, cancellation);
            if (report.Fault == CodeFault.Reward)
                throw new InvalidDataException(report.Message);
        }
        catch (UploadFaultException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    static void RequireWaiting(Experiment experiment)
    {
        if (experiment is not { Status: ExperimentStatus.Created, Source: not null })
            throw new InvalidDataException(Late(experiment));
    }

    static string Late(Experiment experiment) =>
        $"Experiment {experiment.Number} is {experiment.Status}, but only the design of one that waits can be changed: duplicate it.";
}
