using System.Runtime.CompilerServices;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Decides what an agent does, given what it sees: trained, random, or written by hand. Derive from it, or use
/// <see cref="From(Func{Observation, AgentAction})"/>, for your heuristic.</summary>
/// <remarks>A policy may keep state (a random stream): use one instance on one thread at a time.</remarks>
public abstract class Policy
{
    const string Unnamed = "heuristic";

    /// <summary>Name in tables and messages.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Uniform over the space; among the allowed choices if there is a mask. An unbounded number is drawn from
    /// N(0, 1), a half-bounded one at an exponential distance from its bound.</summary>
    public static Policy Random(int seed = 0) => new RandomPolicy(seed);

    /// <summary>A trained policy from its folder, the folder's .zip, or its .onnx file; named as that folder or
    /// file.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="FileNotFoundException">There is no policy at the path.</exception>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, or is damaged; the message says
    /// which and what to do.</exception>
    public static TrainedPolicy Local(string path) => TrainedPolicy.Load(path);

    /// <summary>A policy on a policy server, ours or the original: <c>Policy.Server("http://127.0.0.1:8000",
    /// apiKey)</c>. Of several policies on one server the address is that of the policy, as in
    /// http://127.0.0.1:8000/policies/mouse.</summary>
    /// <param name="url">Address, without /predict.</param>
    /// <param name="apiKey">What the server was started with.</param>
    /// <param name="cancellation">Ends a request that is waiting.</param>
    /// <exception cref="ArgumentException">The address is not an http(s) URL. Errors of the server come with the
    /// run: an <see cref="HttpRequestException"/> before its first step, a <see cref="SimulationException"/>
    /// later.</exception>
    public static Policy Server(string url, string apiKey, CancellationToken cancellation = default) =>
        new ServerPolicy(url, apiKey, cancellation);

    /// <summary>A trained policy that draws its actions as in training, instead of taking the most probable.</summary>
    /// <param name="path">Policy folder, its .zip, or an .onnx file.</param>
    /// <param name="sample">Seed of the draws; each run restarts them.</param>
    /// <inheritdoc cref="Local(string)"/>
    public static Policy Local(string path, int sample) => TrainedPolicy.Load(path).Sampled(sample);

    /// <summary>A policy that another trainer exported as .onnx (Stable-Baselines3, CleanRL, RLlib, ML-Agents): the
    /// file has no names and no spaces, so the simulation gives them. Its input takes the simulation's numbers in the
    /// order of writing, or its inputs are named as the observations; its output is logits, means in units of the
    /// action, or actions. The chosen output is named in <see cref="TrainedPolicy.Metadata"/>.</summary>
    /// <param name="path">The .onnx file; one written by this kit loads as with Local.</param>
    /// <param name="simulation">Is reset, to see what it shows and takes.</param>
    /// <param name="output">Name of the output that decides, where the file does not make it clear.</param>
    /// <inheritdoc cref="Local(string)"/>
    public static TrainedPolicy Local(string path, Simulation simulation, string? output = null) =>
        TrainedPolicy.Load(path, new SimulationDriver(simulation, new RandomStream(0, 0)).Schema, output);

    /// <summary>A heuristic: <c>Policy.From(observation => observation["stock"] &lt; 20 ? 50 : 0)</c>. A choice that
    /// has a name may be given by it (<c>"left"</c>) or as the enum's value (<c>Move.Left</c>); choices together with
    /// real numbers, of a Composite space, as <c>AgentAction.Of([choices], [numbers])</c>.</summary>
    public static Policy From(Func<Observation, AgentAction> decide) => From(Unnamed, decide);

    /// <summary>A heuristic with a name, which tables and messages show: <c>Policy.From("order up to 20", observation
    /// => …)</c>.</summary>
    public static Policy From(string name, Func<Observation, AgentAction> decide) =>
        new FunctionPolicy(name, (observation, _, _) => decide(observation), decide);

    /// <summary>A heuristic that also looks at the agent's number.</summary>
    [OverloadResolutionPriority(1)]                                     // (observation, _) => … fits the action mask as well
    public static Policy From(Func<Observation, int, AgentAction> decide) => From(Unnamed, decide);

    /// <summary>A heuristic with a name that also looks at the agent's number.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    [OverloadResolutionPriority(1)]
    public static Policy From(string name, Func<Observation, int, AgentAction> decide) =>
        new FunctionPolicy(name, (observation, agent, _) => decide(observation, agent), decide);

    /// <summary>A heuristic that also looks at the action mask: [sum of the choices] what is allowed now, as
    /// <see cref="Pathmind.Simulation.GetActionMask"/> gave it; all true for a simulation without masks.</summary>
    public static Policy From(Func<Observation, bool[], AgentAction> decide) => From(Unnamed, decide);

    /// <summary>A heuristic with a name that also looks at the action mask: <c>Policy.From("first allowed",
    /// (observation, mask) => Array.IndexOf(mask, true))</c>. Without masks all is true.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Policy From(string name, Func<Observation, bool[], AgentAction> decide) =>
        new FunctionPolicy(name, (observation, _, mask) => decide(observation, mask), decide);

    /// <summary>A heuristic that looks at observation, agent's number and action mask.</summary>
    public static Policy From(Func<Observation, int, bool[], AgentAction> decide) => From(Unnamed, decide);

    /// <summary>A heuristic with a name that looks at observation, agent's number and action mask.</summary>
    /// <inheritdoc cref="From(string, Func{Observation, bool[], AgentAction})"/>
    public static Policy From(string name, Func<Observation, int, bool[], AgentAction> decide) =>
        new FunctionPolicy(name, decide, decide);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The agent's next action.</summary>
    public abstract AgentAction Decide(in PolicyInput input);

    /// <summary>An episode of the agent begins: a policy with a memory forgets the last one. Called before the agent's
    /// first <see cref="Decide"/> of the episode.</summary>
    /// <param name="agent">Counted from 0.</param>
    public virtual void BeginEpisode(int agent)
    {
    }

    /// <summary>Called once before a run, to check here rather than in its middle that policy and simulation
    /// match.</summary>
    /// <exception cref="ArgumentException">Policy and simulation do not fit; the message lists everything that
    /// differs.</exception>
    internal virtual void Prepare(SimulationSchema schema)
    {
    }

    /// <summary>The same policy for another thread, which decides alike in every episode whatever was played before;
    /// null if it must see its episodes in their order, or if that is not known.</summary>
    internal virtual Policy? Fork() => null;

    /// <summary>What is used by one thread at a time: policies that have the same one take turns.</summary>
    internal virtual object Exclusive => this;

    /// <summary>An episode of all agents begins. What is drawn at random in a policy that can be forked depends on its
    /// number alone.</summary>
    /// <param name="number">Counted from 1.</param>
    internal virtual void EpisodeBegins(int number)
    {
    }

    /// <summary>Whether <see cref="DecideTogether"/> is called instead of <see cref="Decide"/>.</summary>
    internal virtual bool DecidesTogether => false;

    /// <summary>The next actions of several agents, for a policy to which one question costs much.</summary>
    /// <param name="agents">Their numbers.</param>
    /// <param name="observations">[agents][own observation].</param>
    /// <param name="masks">[agents][own alternatives]; null without masks.</param>
    /// <param name="actions">[agents] gets the actions.</param>
    internal virtual void DecideTogether(
        ReadOnlySpan<int> agents, ReadOnlySpan<float[]> observations, ReadOnlySpan<bool[]?> masks, Span<AgentAction> actions) =>
        throw new NotSupportedException();
}
