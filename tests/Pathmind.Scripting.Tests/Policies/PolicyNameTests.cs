using Pathmind.Policies;

namespace Pathmind.Tests.Policies;

public sealed class PolicyNameTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("v1.2", "v1.2")]
    [InlineData("v1.2/", "v1.2")]
    [InlineData("mouse/policy.onnx", "mouse")]
    [InlineData("v1.2.onnx", "v1.2")]
    [InlineData("v1.2.zip", "v1.2")]
    [InlineData("policy.zip", "policy")]
    [InlineData("model.v3", "model.v3")]
    public void One_rule_names_a_policy(string path, string name)
    {
        Directory.CreateDirectory(Path.Combine(folder, "v1.2"));

        Assert.Equal(name, PolicySource.NameOf(Path.Combine(folder, path)));
    }

    [Fact]
    public void A_loaded_policy_is_named_by_that_rule()
    {
        var policy = PolicyCase.Of("one choice").Trained;
        policy.Save(Path.Combine(folder, "level-v1.1"));
        policy.ExportZip(Path.Combine(folder, "level-v1.2.zip"));

        Assert.Equal("level-v1.1", Policy.Local(Path.Combine(folder, "level-v1.1")).Name);
        Assert.Equal("level-v1.1", Policy.Local(Path.Combine(folder, "level-v1.1", "policy.onnx")).Name);
        Assert.Equal("level-v1.2", Policy.Local(Path.Combine(folder, "level-v1.2.zip")).Name);
    }
}
