using System.Text.Json;

namespace Pathmind.Reporting;

/// <summary>What a studio that runs writes into its data folder, for the trainings of the same user: the file
/// studio.json. Only its owner can read it.</summary>
internal sealed record StudioFile
{
    public const string Name = "studio.json";

    /// <summary>Address of the studio.</summary>
    public required string Url { get; init; }

    /// <summary>What a request must carry.</summary>
    public required string Token { get; init; }

    /// <summary>The studio's process; null if it is not known.</summary>
    public int? Process { get; init; }

    /// <summary>The experiment's page.</summary>
    public Uri PageOf(int experiment) => new(new(Url), $"experiments/{experiment}");

    /// <summary>Null if there is no such file, or it cannot be read.</summary>
    public static StudioFile? TryRead(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), StudioJson.Default.StudioFile) is { } read
                && Uri.TryCreate(read.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? read : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the file as a whole; no other user can read it at any moment.</summary>
    public void Write(string file)
    {
        var temporary = $"{file}.{Path.GetRandomFileName()}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream stream = new(temporary, options))
            JsonSerializer.Serialize(stream, this, StudioJson.Default.StudioFile);
        File.Move(temporary, file, overwrite: true);
    }
}
