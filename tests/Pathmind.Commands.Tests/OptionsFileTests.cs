namespace Pathmind.Tests.Commands;

/// <summary>Training options in a file.</summary>
public sealed class OptionsFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    [Fact]
    public void An_options_file_keeps_the_defaults_of_what_it_does_not_name()
    {
        var file = Path.Combine(folder, "options.json");
        File.WriteAllText(file, """{ "STEPS": 50, "ppo": { "hidden": [8], "activation": "relu", } }""");
        var options = OptionsFile.Read(file).Options;
        Assert.Equal(
            (50, true, 10, Activation.Relu), (options.Steps, options.StopWhenConverged, options.Ppo.Epochs, options.Ppo.Activation));
        Assert.Equal([8], options.Ppo.Hidden);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
