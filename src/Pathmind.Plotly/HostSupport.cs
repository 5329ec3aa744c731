namespace Pathmind.Charts;

/// <summary>Whether the program can load what Plotly.NET needs.</summary>
internal static class HostSupport
{
    /// <summary>The FSharp.Core that Plotly.NET 6.0.0 is compiled against.</summary>
    static readonly Version Needed = new(10, 1);

    /// <exception cref="NotSupportedException">An older FSharp.Core is loaded already.</exception>
    public static void Require() =>
        Require(AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName())
            .FirstOrDefault(name => name.Name == "FSharp.Core")?.Version);

    /// <param name="loaded">Version of the FSharp.Core that the host has loaded; null for none.</param>
    public static void Require(Version? loaded)
    {
        if (loaded is not null && loaded < Needed)
            throw new NotSupportedException(
                $"Plotly.NET 6 needs FSharp.Core {Needed} or newer, but this host brings {loaded.ToString(2)} (.NET Interactive "
                + "1.0.712001 does): "
                + "use Plot(), which needs no package, or the kernel of Pathmind's tool ('pathmind jupyter install').");
    }
}
