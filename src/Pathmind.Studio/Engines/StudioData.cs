namespace Pathmind.Studios.Engines;

/// <summary>Where the studio keeps its files.</summary>
/// <param name="Folder">A full path.</param>
internal sealed record StudioData(string Folder)
{
    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>The folder of a training that the studio starts.</summary>
    public string FolderOf(int experiment) => PathOf(Path.Combine("experiments", $"{experiment}"));

    /// <summary>Where it is kept what was found out about an experiment's policy.</summary>
    public string AnalysesOf(int experiment) => PathOf(Path.Combine("analyses", $"{experiment}"));

    /// <summary>The policy of an experiment that was trained elsewhere.</summary>
    public string PolicyOf(int experiment) => PathOf(Path.Combine("policies", $"{experiment}"));
}
