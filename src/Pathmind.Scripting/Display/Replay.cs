using System.Text;
using Pathmind.Displays;
using Pathmind.Files;

namespace Pathmind;

/// <summary>Episodes of a run that can be played, stepped and scrubbed: the drawings of <see cref="Simulation.Draw"/>,
/// or the table of the episode where nothing was drawn, and beside them the step's actions, its reward terms and their
/// sums so far, metrics and observations.</summary>
/// <remarks>As HTML it needs no network. Where scripts do not run (a notebook that is not trusted) it shows the first
/// and the last picture and the table of the steps. Shown on a terminal, the first episode plays once, for a few
/// seconds (q ends it); as text it is the last picture, or the table, and where to see the rest.</remarks>
public sealed record Replay : DisplayContent
{
    /// <summary>What text says, which cannot play.</summary>
    internal const string HowToSee = "To play it: log.Replay().Save(\"replay.html\"), or show it in a notebook.";

    internal Replay(ReplayScene scene) => Scene = scene;

    /// <summary>What is played.</summary>
    internal ReplayScene Scene { get; }

    /// <summary>Writes one HTML page that needs nothing else, for a browser; the file is replaced as a whole or not at
    /// all.</summary>
    /// <param name="path">Name of the file, as <c>replay.html</c>; its folder is made if it is not there.</param>
    /// <exception cref="ArgumentException">The path is empty, or nothing can be written there.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void Save(string path)
    {
        OutputFile.Require(path, nameof(path));
        var page = ReplayPage.Document(this);
        using var file = new AtomicFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(page));
        file.Commit();
    }
}
