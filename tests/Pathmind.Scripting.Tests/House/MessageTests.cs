using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>What the messages of all errors have in common.</summary>
public sealed partial class MessageTests
{
    /// <remarks>.NET appends <c>(Parameter 'path')</c>, which is a name of the kit's code and says nothing to who reads
    /// it. Networks are internal: their errors are for who changes the kit.</remarks>
    [Fact]
    public void No_message_ends_in_a_name_of_a_parameter()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src/Pathmind.Scripting"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/") && !file.Contains("/Networks/") && !file.EndsWith("CSharpSource.cs")).ToArray();
        Assert.True(sources.Length > 100);
        Assert.Empty(sources.Where(file => NamesParameter().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("", "The path of the policy is empty: name a policy folder, its .zip, or an .onnx file.")]
    [InlineData("nowhere", "There is no file or folder 'nowhere': name a policy folder, its .zip, or an .onnx file.")]
    public void A_policy_that_cannot_be_found_says_what_to_name(string path, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<Exception>(() => Policy.Local(path, new MouseAndCheese())).Message);

    [GeneratedRegex(@"new Argument(OutOfRange)?Exception\([^;]*nameof\(")]
    private static partial Regex NamesParameter();
}
