namespace Pathmind.Notebook.Packages;

/// <summary>A package that a script asks for.</summary>
/// <param name="Name">Its id, in any case of letters.</param>
/// <param name="Version">At least this version, or as NuGet writes ranges and floating versions; null: the newest
/// release.</param>
internal sealed record PackageRequest(string Name, string? Version)
{
    /// <summary>As the user wrote it.</summary>
    public override string ToString() => Version is null ? Name : $"{Name}, {Version}";
}
