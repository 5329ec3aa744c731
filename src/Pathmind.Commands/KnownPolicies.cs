using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Commands;

/// <summary>The policies that a session knows for a simulation: heuristics that its classes declare or its variables
/// hold, trained ones of variables and folders.</summary>
/// <param name="host">The session.</param>
/// <param name="simulation">An instance; is reset.</param>
/// <param name="seed">Of random actions.</param>
/// <param name="display">Where what is left out is said.</param>
internal sealed class KnownPolicies(CommandHost host, Simulation simulation, int seed, IDisplay display)
{
    readonly IReadOnlyDictionary<string, Func<Policy>> declared = DeclaredPolicies.Of(host, simulation.GetType());
    readonly SimulationSchema schema = new SimulationDriver(simulation, new RandomStream(0, 0)).Schema;

    /// <summary>Heuristics of the session that fit, those of the simulation's class first.</summary>
    public IReadOnlyList<Policy> Heuristics() =>
    [
        .. declared.Where(policy => !PolicyReference.Variables(host).ContainsKey(policy.Key))
            .Select(policy => (Name: policy.Key, Policy: policy.Value())).Where(each => Fits(each.Name, each.Policy))
            .Select(each => each.Policy),
        .. PolicyReference.Variables(host).Where(variable => variable.Value is not (TrainedPolicy or RandomPolicy))
            .Where(variable => Fits(variable.Key, variable.Value)).Select(variable => variable.Value).Distinct(),
    ];

    /// <summary>Policies that were trained on the simulation and fit, of variables and of the folders below the present
    /// one, named as the variable or the folder.</summary>
    public IReadOnlyList<TrainedPolicy> Trained() =>
    [
        .. PolicyReference.Variables(host).Where(variable => variable.Value is TrainedPolicy)
            .DistinctBy(variable => variable.Value).Select(variable => ((TrainedPolicy)variable.Value).Named(variable.Key))
            .Where(policy => policy.Simulation == schema.Simulation && Fits(policy.Name, policy)),
        .. Saved(host.Folder),
    ];

    /// <summary>What a word means: one policy; or, of a folder without a policy of its own, those below it that were
    /// trained on the simulation.</summary>
    /// <exception cref="CommandException">There is no such policy.</exception>
    public IReadOnlyList<Policy> Named(string word)
    {
        if (Directory.Exists(word) && !File.Exists(Path.Combine(word, PolicySource.FileName)) && PolicyFolders.Under(word).Any())
            return Saved(word) is { Count: > 0 } saved ? saved
                : throw new CommandException($"No policy below '{word}' was trained on {schema.Simulation} and fits it.");
        var policy = PolicyReference.Resolve(word, host, seed, declared);
        return [policy is TrainedPolicy trained ? trained.Named(word.TrimEnd('/', Path.DirectorySeparatorChar)) : policy];
    }

    List<TrainedPolicy> Saved(string folder)
    {
        List<TrainedPolicy> policies = [];
        foreach (var path in PolicyFolders.Under(folder))
            try
            {
                var policy = TrainedPolicy.Load(path).Named(path);
                if (policy.Simulation == schema.Simulation && Fits(path, policy))
                    policies.Add(policy);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                LeftOut(path, exception);
            }
        return policies;
    }

    /// <summary>Whether a policy that was not asked for decides in the simulation; else that it is left out is
    /// said.</summary>
    bool Fits(string name, Policy policy)
    {
        try
        {
            new SimulationDriver(simulation, new RandomStream(0, 0)).Play(new FirstStep(policy, schema));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or SimulationException or HttpRequestException)
        {
            LeftOut(name, exception);
            return false;
        }
    }

    void LeftOut(string name, Exception exception) =>
        display.Show(new TextLine($"{name} is left out: {exception.Message}"));

    /// <summary>Breaks the episode off after one step.</summary>
    sealed class FirstStep(Policy policy, SimulationSchema schema) : PolicyPlayer(policy, policy.Name, schema)
    {
        public override bool Observe(SimulationDriver driver) => false;
    }
}
