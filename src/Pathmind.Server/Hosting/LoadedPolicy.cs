using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Server.Documents;
using Pathmind.Server.Predictions;
using Pathmind.Simulations;

namespace Pathmind.Server.Hosting;

/// <summary>A policy as it was read at one time: its plans, its documents, and predictors waiting for work. Immutable
/// to the outside; a reload makes another one.</summary>
internal sealed class LoadedPolicy
{
    readonly ConcurrentBag<Predictor> idle = [];
    readonly ServerOptions options;
    readonly string name;

    /// <exception cref="InvalidDataException">The policy cannot be served; the message says why.</exception>
    public LoadedPolicy(TrainedPolicy policy, ServerOptions options, string name)
    {
        (Description, this.options, this.name) = (policy.Description, options, name);
        var hasMemory = Description.StateSize > 0;
        foreach (var taken in ObservationFields.Further(Description.HasMask, hasMemory).Intersect(Description.Observations.Names))
            throw new InvalidDataException(
                $"'{name}' has {(taken == ObservationFields.MaskName ? "action masks" : "a memory")} and an observation named '{taken}': "
                + $"rename the observation, since requests name {Meaning(taken)} so.");
        Fields = [.. Description.ByKind.Select(kind => new ObservationFields(kind, hasMemory))];
        Sessions = hasMemory ? new(options.MaxSessions, options.SessionTimeout, TimeProvider.System) : null;
        Places = Description.Places;
        Kinds = Description.Kinds.Count > 0 ? new(Description) : null;
        Deciding = policy.Plan(
        [
            PolicyGraph.Action, .. Description.Actions.Logits > 0 ? [PolicyGraph.Logits] : Array.Empty<string>(),
            .. Description.Actions.Reals > 0 ? [PolicyGraph.Mean, PolicyGraph.LogStd] : Array.Empty<string>(),
            .. hasMemory ? [PolicyGraph.NextState] : Array.Empty<string>(),
        ]);
        Everything = policy.Plan();
        Schema = SchemaDocument.Of(Description, ObservationStatistics.Of(policy), options);
        Return(Tried(new(this, options.MaxBatch)));                      // a graph that cannot be run is found out now
    }

    public PolicyDescription Description { get; }

    /// <summary>[kinds of agents] what requests name; one entry if all agents are alike.</summary>
    public ObservationFields[] Fields { get; }

    /// <summary>[kinds of agents] where their numbers are in what the graph reads and decides.</summary>
    public KindPlaces[] Places { get; }

    /// <summary>Finds which kind a request is about; null if all agents are alike.</summary>
    public KindReader? Kinds { get; }

    /// <summary>What it remembers of agents; null for a policy without a memory.</summary>
    public PolicySessions? Sessions { get; }

    /// <summary>What a prediction needs: no value network.</summary>
    public OnnxPlan Deciding { get; }

    /// <summary>All outputs, value included.</summary>
    public OnnxPlan Everything { get; }

    /// <summary>GET /schema.</summary>
    public byte[] Schema { get; }

    /// <summary>GET /openapi.json.</summary>
    /// <param name="server">Address that the paths are relative to.</param>
    public byte[] OpenApi(string server) => OpenApiDocument.Of(Description, options, name, server);

    /// <summary>A predictor for one request; give it back with <see cref="Return"/>.</summary>
    public Predictor Rent() => idle.TryTake(out var predictor) ? predictor : new(this, options.MaxBatch);

    public void Return(Predictor predictor) => idle.Add(predictor);

    static string Meaning(string field) => field switch
    {
        ObservationFields.MaskName => "the mask",
        ObservationFields.StateName => "what it remembers",
        _ => "the key of a session",
    };

    /// <exception cref="InvalidDataException">The policy has no answer even to zeros: its weights are
    /// damaged.</exception>
    Predictor Tried(Predictor predictor)
    {
        var kind = Kinds is null ? "" : $"\"{AgentUnion.KindName}\":0,";
        var numbers = string.Join(',', Enumerable.Repeat('0', Fields[0].Size));
        ReadOnlySequence<byte> zeros = new(Encoding.UTF8.GetBytes($"{{{kind}\"obs\":[{numbers}]}}"));
        return predictor.Predict(zeros, PredictionForm.Raw, random: null) == Outcome.Decided ? predictor
            : throw new InvalidDataException(
                $"'{name}' has no finite answer to an observation of zeros: its weights are damaged; train or copy it again.");
    }
}
