namespace Pathmind.Tests;

/// <summary>The projects of the kit see each other's internals (InternalsVisibleTo). What they may use of them is a
/// list, not whatever compiles: docs/hosting.md.</summary>
public sealed class HostingSurfaceTests
{
    static readonly string[] Hosts = ["Pathmind.Commands", "Pathmind.Interactive", "Pathmind.Notebook", "Pathmind.OnnxRuntime",
        "Pathmind.Plotly", "Pathmind.Server", "Pathmind.Studio", "Pathmind.Testing", "pathmind"];

    [Fact]
    public void What_other_projects_use_of_the_kits_inside_is_the_approved_list() => Approved.Equal(
        "hosting-surface.txt",
        string.Join("\n\n",
            Hosts.Select(
                host => $"{host}\n{string.Join('\n', HostingSurface.Of(host, "Pathmind.Scripting").Select(type => $"    {type}"))}")));

    [Fact]
    public void An_internal_type_that_is_used_is_found() =>
        Assert.Contains("Pathmind.Training.ProgressColumns", HostingSurface.Of("Pathmind.Commands", "Pathmind.Scripting"));
}
