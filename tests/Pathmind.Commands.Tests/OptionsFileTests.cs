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

    [Fact]
    public void An_options_file_names_an_algorithm_with_what_differs_from_its_defaults()
    {
        var file = Path.Combine(folder, "options.json");
        File.WriteAllText(file, """{ "algorithm": { "name": "ppo", "hidden": [8] } }""");
        var ppo = Assert.IsType<PpoOptions>(OptionsFile.Read(file).Options.Algorithm);
        Assert.Equal((8, 10), (ppo.Hidden.Single(), ppo.Epochs));
        File.WriteAllText(file, """{ "algorithm": { "name": "ppo", "hiden": [8] } }""");
        Assert.Contains("PPO has no option 'hiden'; it has: ", Assert.Throws<CommandException>(() => OptionsFile.Read(file)).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
