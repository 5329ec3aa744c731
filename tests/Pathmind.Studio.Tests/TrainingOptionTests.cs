using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pathmind.Studios.Experiments;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>The options that a design shows are those of the kit, with the kit's own words.</summary>
public sealed class TrainingOptionTests
{
    static TrainingOption Option(string name) => TrainingOptionList.All.Single(option => option.Name == name);

    [Fact]
    public void Every_option_that_can_be_written_has_a_field_with_its_documentation()
    {
        var written = Written(typeof(TrainingOptions)).Except(TrainingOptionList.Elsewhere)
            .Concat(Written(typeof(PpoOptions)).Select(name => $"Ppo.{name}"))
            .Concat(Written(typeof(SacOptions)).Select(name => $"Algorithm.{name}"));
        Assert.Equal(written.Order(), TrainingOptionList.All.Select(option => option.Name).Order());
        Assert.All(TrainingOptionList.All, option =>
        {
            Assert.True(option.Documentation.Length > 20 && !option.Documentation.Contains('<'), $"{option.Name}: {option.Documentation}");
            Assert.NotEqual("", option.DefaultText);
            if (option.Default is not null)
                Assert.True(option.Read(option.TextOf(option.Default), out var fault) is not null && fault is null, option.Name);
        });

        static IEnumerable<string> Written(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null or { Condition: not JsonIgnoreCondition.Always })
            .Select(property => property.Name);
    }

    [Theory]
    [InlineData("Steps", "200 000, …", "at least 1")]
    [InlineData("Seed", "0", "")]
    [InlineData("Population", "one training", "in 2 .. 256")]
    [InlineData("Threads", "all cores", "in 1 .. 1024")]
    [InlineData("Time", "none", "above zero")]
    [InlineData("StopWhenConverged", "yes", "")]
    [InlineData("CheckpointEvery", "25", "at least 1")]
    [InlineData("Ppo.RolloutSteps", "the kit decides", "at least 2")]
    [InlineData("Ppo.ClipRange", "0.2", "in (0, 1)")]
    [InlineData("Ppo.Discount", "0.99, …", "in [0, 1]")]
    [InlineData("Ppo.Hidden", "64, 64", "one or more widths of 1 to 1024")]
    [InlineData("Ppo.Activation", "Tanh", "")]
    [InlineData("Algorithm", "PPO, …", "")]
    [InlineData("Algorithm.RewardSteps", "3", "in 1 .. 32")]
    [InlineData("Algorithm.UpdatesPerDecision", "1, …", "above 0 and at most 64")]
    [InlineData("Algorithm.Discount", "0.99", "in [0, 1]")]
    public void Default_and_range_are_those_of_the_kit(string name, string expected, string range)
    {
        Assert.Equal(expected, Option(name).DefaultText);
        Assert.Equal(range, Option(name).Range);
    }

    [Theory]
    [InlineData("Time", "after which training ends; empty for none.")]
    [InlineData("Population", "Empty for one training.")]
    [InlineData("Ppo.DiscountSeconds", "Empty: ten times the mean time")]
    [InlineData("Ppo.Discount", "measured only if GaeDecay is empty, too.")]
    [InlineData("CheckpointEvery", "needs Folder; none for no checkpoints.")]    // empty is 25
    public void The_documentation_says_what_is_entered_where_the_kit_says_null(string name, string words)
    {
        Assert.Contains(words, Option(name).Documentation, StringComparison.Ordinal);
        Assert.DoesNotContain(TrainingOptionList.All, option => option.Documentation.Contains("null", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Steps", "300 000", "300000")]
    [InlineData("Seed", "-7", "-7")]
    [InlineData("Time", "90 s", "\"00:01:30\"")]
    [InlineData("StepTimeLimit", "2 s", "\"00:00:02\"")]
    [InlineData("Time", "1.5h", "\"01:30:00\"")]
    [InlineData("Time", "0:10:00", "\"00:10:00\"")]
    [InlineData("CheckpointEvery", "none", "null")]
    [InlineData("StopWhenConverged", "no", "false")]
    [InlineData("Ppo.MaxGradientNorm", "infinity", "\"Infinity\"")]
    [InlineData("Ppo.Hidden", "32 16", "[32,16]")]
    [InlineData("Ppo.Activation", "Relu", "\"Relu\"")]
    [InlineData("Ppo.LearningRate", "3e-4", "0.0003")]
    [InlineData("Algorithm", "SAC", "{\"Name\":\"SAC\"}")]
    public void What_is_entered_is_stored_as_an_options_file_has_it_and_the_kit_reads_it(string name, string text, string json)
    {
        var value = Option(name).Read(text, out var fault);
        Assert.Null(fault);
        JsonObject options = [];
        TrainingOptionList.Put(options, new Dictionary<string, JsonNode?> { [name] = value });
        var stored = name.Split('.') is [var outer, var inner] ? options[outer]![inner] : options[name];
        Assert.Equal(json, stored?.ToJsonString() ?? "null");
        var given = TrainingOptionList.GivenBy(TrainingOptionsConverter.Read(options, TrainingJson.Default.TrainingOptions));
        Assert.Equal(name, Assert.Single(given).Key);
    }

    [Theory]
    [InlineData("Ppo.ClipRange", "1", "Ppo.ClipRange is 1, but must be in (0, 1).")]
    [InlineData("Ppo.ClipRange", "wide", "Ppo.ClipRange is 'wide', but must be a number such as 0.5, in (0, 1).")]
    [InlineData("Steps", "0", "Steps is 0, but must be at least 1.")]
    [InlineData("Steps", "1.5", "Steps is '1.5', but must be a whole number, at least 1.")]
    [InlineData("Simulations", "99999999999", "Simulations is 99999999999, but must be a whole number, in 1 .. 65536.")]
    [InlineData("Time", "soon", "Time is 'soon', but must be a time such as 90 s, 10 min, 1.5 h or 0:10:00, above zero.")]
    [InlineData("CheckpointEvery", "often", "CheckpointEvery is 'often', but must be a whole number, at least 1, or none.")]
    [InlineData("Ppo.Hidden", "0, 8", "Ppo.Hidden is [0, 8], but must be one or more widths of 1 to 1024.")]
    [InlineData("Algorithm", "DQN", "Algorithm is 'DQN', but must be PPO or SAC")]
    [InlineData("Algorithm.TargetRate", "2", "Algorithm.TargetRate is 2, but must be in (0, 1].")]
    [InlineData("Ppo.Activation", "Step", "Ppo.Activation is 'Step', but must be Tanh or Relu")]
    public void A_value_that_is_not_possible_is_told_with_what_came_and_what_is_required(string name, string text, string message)
    {
        _ = Option(name).Read(text, out var fault);
        Assert.StartsWith(message, fault);
    }

    [Theory]
    [InlineData("Population", "Trains so many members side by side, 2 .. 256, each for Steps steps,")]
    [InlineData("Ppo.ClipRange", "Half-width of the ratio clip, in (0, 1) (arXiv:1707.06347, eq. 7).")]
    public void The_first_sentence_of_the_documentation_is_a_whole_one(string name, string beginning)
    {
        Assert.StartsWith(beginning, Option(name).Sentences.First);
        Assert.Equal(Option(name).Documentation, $"{Option(name).Sentences.First}{Option(name).Sentences.Others}");
    }

    /// <summary>Under "Ppo" as long as no algorithm is named, else beside its name.</summary>
    [Theory]
    [InlineData("""{"Seed":3,"Ppo":{"Epochs":4}}""", "Seed=3 Ppo.Epochs=4")]
    [InlineData("""{"Algorithm":{"Name":"PPO","Epochs":4}}""", "Algorithm=PPO Ppo.Epochs=4")]
    [InlineData(
        """{"Algorithm":{"Name":"SAC","RewardSteps":5,"Hidden":[32]}}""", "Algorithm=SAC Algorithm.RewardSteps=5 Algorithm.Hidden=[32]")]
    public void Options_of_an_algorithm_are_read_and_stored_beside_its_name(string json, string expected)
    {
        var options = JsonNode.Parse(json)!.AsObject();
        var given = TrainingOptionList.GivenBy(TrainingOptionsConverter.Read(options, TrainingJson.Default.TrainingOptions));
        Assert.Equal(expected, string.Join(' ', given.Select(one => $"{one.Key}={one.Value!.ToJsonString().Trim('"')}")));
        JsonObject written = new() { ["algorithm"] = new JsonObject { ["name"] = "SAC", ["Hidden"] = new JsonArray(8) } };
        TrainingOptionList.Put(written, given);
        Assert.Equal(json, written.ToJsonString());
    }

    [Fact]
    public void An_option_of_an_algorithm_that_is_not_named_is_told_and_not_lost()
    {
        var thrown = Assert.Throws<ArgumentException>(
            () => TrainingOptionList.Put([], new Dictionary<string, JsonNode?> { ["Algorithm.RewardSteps"] = 5 }));
        Assert.Equal("Algorithm.RewardSteps is given, but Algorithm is not: name SAC, or leave the option out.", thrown.Message);
    }

    [Fact]
    public void Only_what_differs_from_the_defaults_is_stored_and_what_others_wrote_stays()
    {
        var options = JsonNode.Parse("""{ "steps": 5000, "ppo": { "epochs": 4, "DISCOUNT": 0.9 }, "Reward": "x" }""")!.AsObject();
        TrainingOptionList.Put(options, new Dictionary<string, JsonNode?> { ["Ppo.Epochs"] = 10, ["Seed"] = 0, ["Ppo.Discount"] = 0.5 });
        Assert.Equal("""{"Reward":"x","Ppo":{"Discount":0.5}}""", options.ToJsonString());
    }
}
