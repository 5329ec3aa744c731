using Pathmind.Notebook.Packages;

namespace Pathmind.Tests;

public sealed class RuntimeIdentifierTests
{
    [Theory]
    [InlineData("linux-x64", "linux-x64 linux unix-x64 unix any")]
    [InlineData("linux-musl-arm64", "linux-musl-arm64 linux-musl linux-arm64 linux unix-arm64 unix any")]
    [InlineData("osx-arm64", "osx-arm64 osx unix-arm64 unix any")]
    [InlineData("win-x64", "win-x64 win any")]
    [InlineData("debian.12-x64", "debian.12-x64 linux-x64 linux unix-x64 unix any")]
    [InlineData("alpine.3.20-x64", "alpine.3.20-x64 linux-musl-x64 linux-musl linux-x64 linux unix-x64 unix any")]
    public void A_machine_takes_files_for_its_own_kind_first_and_then_for_wider_kinds(string machine, string expected) =>
        Assert.Equal(expected.Split(' '), RuntimeIdentifiers.Fallbacks(machine));
}
