using System.Text.Json;

namespace Pathmind.Reporting;

/// <summary>A training that ended while its studio did not answer, and of which that studio has never heard: a note in
/// the studio's data folder, which the next one reads and deletes.</summary>
internal sealed record MissedTraining
{
    public const string Folder = "missed";

    public required ExperimentStart Start { get; init; }

    public required ExperimentEnd End { get; init; }

    /// <summary>Leaves the note; without a data folder, or rights to it, there is none.</summary>
    /// <param name="data">The studio's data folder.</param>
    public void Leave(string data)
    {
        try
        {
            if (!Directory.Exists(data))
                return;
            var folder = Directory.CreateDirectory(Path.Combine(data, Folder)).FullName;
            var temporary = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, StudioJson.Default.MissedTraining));
            File.Move(temporary, Path.Combine(folder, $"{Start.Key}.json"), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
