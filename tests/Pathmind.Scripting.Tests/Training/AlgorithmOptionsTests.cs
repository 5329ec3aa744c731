using System.Text.Json;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>An algorithm is chosen by its options.</summary>
public sealed class AlgorithmOptionsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static readonly TrainingOptions Short = new() { Steps = 3_000, Display = Display.None, StopWhenConverged = false };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_algorithm_that_is_given_trains_as_the_default_one_with_the_same_options()
    {
        PpoOptions ppo = new() { Epochs = 3, Hidden = [8] };
        Assert.Equal(Weights(Short with { Ppo = ppo }), Weights(Short with { Algorithm = ppo }));
        Assert.NotEqual(Weights(Short), Weights(Short with { Algorithm = ppo }));
    }

    [Fact]
    public void An_algorithm_of_its_own_is_trained_and_written_down_with_its_options()
    {
        var policy = new Chain().Train(Short with { Algorithm = new CrossEntropyOptions { Suggestions = 8 } }).Policy;
        Assert.Equal("CEM", policy.Metadata["algorithm"]);
        using var options = JsonDocument.Parse(policy.Metadata["options"]);
        Assert.Equal("""{"Name":"CEM","Suggestions":8}""", JsonSerializer.Serialize(options.RootElement.GetProperty("Algorithm")));
    }

    [Fact]
    public void A_training_whose_algorithm_was_given_is_resumed_with_its_options()
    {
        var options = Short with { Folder = folder, CheckpointEvery = 1, Algorithm = new PpoOptions { Epochs = 3, Hidden = [8] } };
        new Chain().Train(options);
        var resumed = new Chain().Resume(folder, before => before with { Steps = 5_000, Display = Display.None });
        Assert.Contains("\"Epochs\": 3", resumed.Policy.Metadata["options"]);
        var error = Assert.Throws<ArgumentException>(() => new Chain().Resume(
            folder, before => before with { Steps = 9_000, Algorithm = new PpoOptions { Hidden = [4] } }));
        Assert.Contains("Ppo.Hidden: [8] at the checkpoint, [4] now", error.Message);
    }

    [Theory]
    [InlineData("""{ "Name": "ppo", "epochs": 5 }""", "PPO with 5 epochs and a clip range of 0.2")]
    [InlineData("""{ "epochs": 5 }""", "Algorithm has the Name '', but must have one of: PPO, SAC")]
    [InlineData("""{ "Name": "Oracle" }""", "Algorithm has the Name 'Oracle', but must have one of: PPO, SAC")]
    [InlineData("""{ "Name": "PPO", "Epoch": 5 }""", "PPO has no option 'Epoch'; it has: ")]
    [InlineData("[]", "Algorithm must be an object such as { \"Name\": \"PPO\" }")]
    public void Options_of_any_algorithm_are_read_from_json(string json, string expected)
    {
        var said = Record.Exception(() => Read(json))?.Message
            ?? $"PPO with {Read(json).Epochs} epochs and a clip range of {Read(json).ClipRange}";
        Assert.StartsWith(expected, said);
    }

    [Fact]
    public void Options_of_SAC_are_written_and_read_again()
    {
        SacOptions sac = new() { UpdatesPerDecision = 2, Hidden = [32] };
        var line = $"{Short with { Algorithm = sac }}";
        Assert.Contains("\"Name\":\"SAC\",\"UpdatesPerDecision\":2", line.Replace(" ", ""));
        var read = JsonSerializer.Deserialize(line, TrainingJson.Default.TrainingOptions)!.Algorithm!;
        Assert.Equal($"{sac}", $"{read}");
    }

    [Fact]
    public void What_is_out_of_range_or_given_twice_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new Chain().Train(
            Short with { Ppo = new() { Epochs = 2 }, Algorithm = new CrossEntropyOptions { Suggestions = 1 } }));
        Assert.Equal(
            "Training options out of range: Algorithm and Ppo are both given, but one must be left out; "
            + "Algorithm.Suggestions is 1, but must be at least 4.",
            error.Message);
    }

    [Fact]
    public void Options_that_are_changed_after_the_training_do_not_change_what_its_policy_says()
    {
        Dictionary<string, double> weights = new() { ["left"] = 1, ["right"] = 2 };
        var policy = new Chain().Train(Short with { RewardWeights = weights }).Policy;
        weights["left"] = 77;
        Assert.DoesNotContain("77", policy.Metadata["options"]);
    }

    static PpoOptions Read(string json) => (PpoOptions)JsonSerializer.Deserialize(
        $$"""{ "Algorithm": {{json}} }""", TrainingJson.Default.TrainingOptions)!.Algorithm!;

    static string Weights(TrainingOptions options)
    {
        var tensors = new Chain().Train(options).Policy.Model.Initializers.Values;
        return string.Join(' ', tensors.Where(tensor => !tensor.IsInteger).SelectMany(tensor => tensor.Floats));
    }
}
