using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What a training leaves on the disk, read by others and by other versions of the kit.</summary>
public sealed class TrainingFilesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    string Checkpoint => Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();

    TrainingResult Train() => new TwoEchoes().Train(new()
    {
        Seed = 3, Steps = 6_000, Folder = folder, CheckpointEvery = 2, StopWhenConverged = false, Display = Display.None,
        RewardWeights = new() { ["right"] = 1, ["noise"] = 0.5 },
        Ppo = new() { RolloutSteps = 64, MaxGradientNorm = float.PositiveInfinity },
    });

    [Fact]
    public void Every_number_of_a_checkpoint_has_a_name()
    {
        Train();
        var text = File.ReadAllText(Checkpoint);
        Assert.DoesNotContain("\"Item1\"", text);
        var root = JsonNode.Parse(text)!;
        Assert.Equal("pathmind-checkpoint-5", (string?)root["Version"]);
        Assert.Equal(["S0", "S1", "S2", "S3"], root["Environments"]![0]!["Chance"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(["Rewards", "Count"], root["Recent"]!.AsObject().Select(entry => entry.Key));
    }

    [Fact]
    public void A_checkpoint_of_the_first_format_is_refused_with_what_to_do()
    {
        Train();
        File.WriteAllText(Checkpoint, File.ReadAllText(Checkpoint).Replace("pathmind-checkpoint-5", "pathmind-checkpoint-1"));
        Assert.Equal(
            $"{Checkpoint} is a checkpoint of the format 'pathmind-checkpoint-1', but this version of the kit continues "
            + "'pathmind-checkpoint-5': "
            + "continue with the version that wrote it, or train again.",
            Assert.Throws<ArgumentException>(() => new TwoEchoes().Resume(Checkpoint)).Message);
    }

    [Fact]
    public void Options_that_an_earlier_version_did_not_know_have_their_defaults()
    {
        Train();
        var root = JsonNode.Parse(File.ReadAllText(Checkpoint))!.AsObject();
        var ppo = root["Options"]!["Ppo"]!.AsObject();
        Assert.All(["Epochs", "Hidden", "NormalizeObservations"], name => Assert.True(ppo.Remove(name)));
        File.WriteAllText(Checkpoint, root.ToJsonString());
        var options = Training.Checkpoint.Load(Checkpoint).Options;
        Assert.Equal(
            (10, true, float.PositiveInfinity), (options.Ppo.Epochs, options.Ppo.NormalizeObservations, options.Ppo.MaxGradientNorm));
        Assert.Equal([64, 64], options.Ppo.Hidden);
        Assert.Equal(0.5, options.RewardWeights!["noise"]);
    }

    [Theory]
    [InlineData("\"Relu\"")]
    [InlineData("1")]                                                    // as earlier versions wrote it
    public void The_activation_is_written_by_name_and_read_by_name_or_number(string written)
    {
        new TwoEchoes().Train(new()
        {
            Steps = 1_000, Folder = folder, Display = Display.None, Ppo = new() { Activation = Activation.Relu },
        });
        var text = File.ReadAllText(Path.Combine(folder, "training.json"));
        Assert.Contains("\"Activation\": \"Relu\"", text);
        text = text.Replace("\"Activation\": \"Relu\"", $"\"Activation\": {written}");
        var read = TrainingRecord.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(Activation.Relu, read!.Options.Ppo.Activation);
    }

    [Fact]
    public void A_training_ends_with_a_record_that_says_how()
    {
        var steps = Train().History[^1].Steps;
        var file = Path.Combine(folder, "training.json");
        var record = TrainingRecord.Read(file)!;
        Assert.Equal((StopReason.Steps, steps, false), (record.Stop, record.Steps, record.HasRewardFunction));
        Assert.Equal((3, (string?)null), (record.Options.Seed, record.Options.Folder));
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.Equal("Steps", json.RootElement.GetProperty("Stop").GetString());
        Assert.Equal("pathmind-training-1", json.RootElement.GetProperty("Format").GetString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "Format": "pathmind-training-9" }""")]
    public void A_record_of_something_else_says_nothing(string text)
    {
        var file = Path.Combine(folder, "training.json");
        File.WriteAllText(file, text);
        Assert.Null(TrainingRecord.Read(file));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
