using Pathmind.Reporting;

namespace Pathmind.Studios;

/// <summary>Where a studio keeps its data and listens.</summary>
internal sealed record StudioOptions
{
    /// <summary>Port that is tried unless another one is given.</summary>
    public const int DefaultPort = 8777;

    /// <summary>Folder of the database, the token and the file by which trainings find the studio.</summary>
    public string Data { get; init; } = StudioSearch.DataFolder;

    /// <summary>Port, in 0 .. 65535; 0 takes a free one. Null for <see cref="DefaultPort"/>, or a free one if that is
    /// taken.</summary>
    public int? Port { get; init; }

    /// <summary>The command by which trainings are started: program and first arguments of the tool.</summary>
    public IReadOnlyList<string> Tool { get; init; } = ["pathmind"];

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(Data))
            throw new ArgumentException("The studio's data folder is empty: name a folder.");
        if (Port is not (null or (>= 0 and <= 65535)))
            throw new ArgumentException($"The studio's port is {Port}, not in 0 .. 65535.");
    }
}
