using System.Reflection;
using PublicApiGenerator;

namespace Pathmind.Tests;

/// <summary>What users can see of the packages that they load: every change is seen, and approved, before it is
/// theirs.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Pathmind.Scripting")]
    [InlineData("Pathmind.OnnxRuntime")]
    [InlineData("Pathmind.Plotly")]
    [InlineData("Pathmind.Testing")]
    public void The_public_api_is_the_approved_one(string assembly) => Approved.Equal(
        $"{assembly}.api.txt",
        Assembly.Load(assembly).GeneratePublicApi(
            new() { IncludeAssemblyAttributes = false, ExcludeAttributes = ["System.Diagnostics.CodeAnalysis.SuppressMessageAttribute"] }));
}
