using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>Makes experiments whole again after the database was damaged: what it has lost is read from the folders of
/// trainings, and an experiment that it has lost itself is made of its rows and its folder.</summary>
internal sealed class Recovery(ExperimentBoard board, FolderReader folders, IExperimentStore store)
{
    /// <summary>Looks at every experiment.</summary>
    /// <param name="root">Folder of the trainings that the studio started: ROOT/N.</param>
    /// <returns>What was done, in words.</returns>
    public async Task<string> RunAsync(string root)
    {
        HashSet<int> made = [];
        var (mended, shorter) = (0, 0);
        foreach (var number in (await store.NumbersOfRowsAsync()).Union(Numbers(root)).Where(number => board.Find(number) is null).Order())
        {
            await board.MakeAgainAsync(Make(number, Path.Combine(root, $"{number}")));
            made.Add(number);
        }
        foreach (var experiment in board.All)
        {
            var curve = await board.CurveAsync(experiment.Number);
            if (curve.Rows == experiment.Rows && !made.Contains(experiment.Number))
                continue;
            await board.RepairAsync(experiment.Number, curve);
            if (await folders.CompleteAsync(board.Find(experiment.Number)!) && board.Find(experiment.Number)!.Rows >= experiment.Rows)
                mended++;
            else
                shorter++;
        }
        return $"made again of their rows and folders: {made.Count}; curves that were read from folders: {mended}; that lack rows: "
            + $"{shorter}.";
    }

    static IEnumerable<int> Numbers(string root)
    {
        if (Directory.Exists(root))
            foreach (var folder in Directory.EnumerateDirectories(root))
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                    yield return number;
    }

    static string? SimulationOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? TrainingFolder.OwnerOf(folder) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    static Experiment Make(int number, string folder)
    {
        var key = ExperimentKey.Read(folder) ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        var began = Directory.Exists(folder) ? Directory.GetCreationTimeUtc(folder) : DateTime.UtcNow;
        ExperimentStart start = new()
        {
            Key = key, Simulation = SimulationOf(folder) ?? "Recovered", Options = JsonDocument.Parse("{}").RootElement, Started = began,
            Machine = Environment.MachineName, Folder = Directory.Exists(folder) ? folder : null,
        };
        return new()
        {
            Number = number, Key = key, Simulation = start.Simulation, Status = ExperimentStatus.Lost, Started = began, LastSign = began,
            Start = JsonSerializer.Serialize(start, StudioJson.Default.ExperimentStart), Folder = start.Folder, Machine = start.Machine,
        };
    }
}
