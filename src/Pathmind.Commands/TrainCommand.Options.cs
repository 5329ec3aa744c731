using System.CommandLine;
using System.Globalization;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>Which training the words ask for.</summary>
internal sealed partial class TrainCommand
{
    /// <summary>A file of steps, or what any command takes for a policy.</summary>
    Teacher? StartFrom(ParseResult given, CommandHost host, SimulationTarget target)
    {
        if (given.GetValue(startFrom) is not { } word)
            return null;
        if (Path.GetExtension(word) == ".csv" && File.Exists(word))
            return word;
        return PolicyReference.Resolve(
            word, host, OptionValues.Int32(given, seed) ?? 0, DeclaredPolicies.Of(host, target.Type));
    }

    string? RewardText(ParseResult given) =>
        given.GetValue(reward) ?? (given.GetValue(options) is { } file ? OptionsFile.Read(file).Reward : null);

    TrainingOptions OptionsIn(ParseResult given) => given.GetValue(options) is { } file ? OptionsFile.Read(file).Options : new();

    /// <summary>The options of the file, overridden by those of the command line.</summary>
    TrainingOptions ReadOptions(ParseResult given, CommandHost host)
    {
        var (read, text) = (OptionsIn(given), RewardText(given));
        string[]? names = given.GetValue(observations) is { Length: > 0 } listed ? listed : null;
        var list = names is [var only] && Path.GetExtension(only) is ".yaml" or ".yml" ? names[0] : null;
        var weighed = given.GetValue(weights) is { Length: > 0 } pairs ? Weights(pairs) : read.RewardWeights;
        return WithAlgorithm(read, given.GetValue(algorithm)) with
        {
            Steps = given.GetValue(steps) ?? read.Steps,
            Time = given.GetValue(time) ?? read.Time,
            UntilReward = given.GetValue(until) ?? read.UntilReward,
            Seed = OptionValues.Int32(given, seed) ?? read.Seed,
            Folder = given.GetValue(folder) ?? read.Folder,
            TensorBoard = given.GetValue(tensorBoard) ?? read.TensorBoard,
            History = OptionValues.Int32(given, history) ?? read.History,
            Memory = OptionValues.Int32(given, memory) ?? read.Memory,
            Simulations = OptionValues.Int32(given, simulations) ?? read.Simulations,
            Threads = OptionValues.Int32(given, threads) ?? read.Threads,
            Population = OptionValues.Int32(given, population) ?? read.Population,
            Workers = OptionValues.Int32(given, workers) ?? read.Workers,
            StepTimeLimit = StepTimeLimit(given),
            Observations = list is not null ? null : names ?? read.Observations,
            ObservationsFile = list ?? (names is not null ? null : read.ObservationsFile),
            Reward = text is null ? null : (Func<Reward, double>?)host.Evaluate(text, typeof(Func<Reward, double>)),
            RewardWeights = text is null || given.GetValue(weights) is { Length: > 0 } ? weighed : null,
        };
    }

    /// <summary>The same with an algorithm by its name, whose options are those of the file if that is for it, else the
    /// defaults.</summary>
    static TrainingOptions WithAlgorithm(TrainingOptions read, string? wanted)
    {
        if (wanted is null)
            return read;
        if (wanted.Equals(read.OfAlgorithm.Algorithm.Name, StringComparison.OrdinalIgnoreCase))
            return read with { Algorithm = read.OfAlgorithm };
        var found = AlgorithmOptions.All.FirstOrDefault(one => one.Algorithm.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"--algorithm is '{wanted}', but must be one of: {string.Join(", ", AlgorithmNames)}.");
        return read with { Algorithm = found, Ppo = new() };
    }

    static string[] AlgorithmNames => [.. AlgorithmOptions.All.Select(one => one.Algorithm.Name)];

    static Dictionary<string, double> Weights(string[] pairs) => pairs.Select(pair => pair.Split('=', 2)).ToDictionary(
        pair => pair[0].Trim(),
        pair => pair.Length == 2 && double.TryParse(pair[1], CultureInfo.InvariantCulture, out var weight)
            ? weight
            : throw new CommandException($"--weights has '{string.Join('=', pair)}', but needs a term and a number: found=2,cost=1."));
}
