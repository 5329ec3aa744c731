namespace Pathmind.Studios.Engines;

/// <summary>Where the studio keeps its files.</summary>
/// <param name="Folder">A full path.</param>
internal sealed record StudioData(string Folder)
{
    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>The folder of a training that the studio starts.</summary>
    public string FolderOf(int experiment) => PathOf(Path.Combine("experiments", $"{experiment}"));
}
