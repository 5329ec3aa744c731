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
        if (Description.HasMask && Description.Observations.Names.Contains(ObservationFields.MaskName))
            throw new InvalidDataException(
                $"'{name}' has action masks and an observation named '{ObservationFields.MaskName}': "
                + "rename the observation, since requests name the mask so.");
        if (Description.StateSize > 0)
            throw new InvalidDataException(
                $"'{name}' decides by the last {Description.History} observations of an agent, and requests have one: serve a policy that "
                + "was trained without History, or run this one by Policy.Local.");
        Fields = [.. Description.ByKind.Select(kind => new ObservationFields(kind))];
        Places = Description.Places;
        Kinds = Description.Kinds.Count > 0 ? new(Description) : null;
        Deciding = Description.Actions switch
        {
            { Reals: 0 } => policy.Plan(PolicyGraph.Action, PolicyGraph.Logits),
            { Logits: 0 } => policy.Plan(PolicyGraph.Action, PolicyGraph.Mean, PolicyGraph.LogStd),
            _ => policy.Plan(PolicyGraph.Action, PolicyGraph.Logits, PolicyGraph.Mean, PolicyGraph.LogStd),
        };
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

    /// <exception cref="InvalidDataException">The policy has no answer even to zeros: its weights are
    /// damaged.</exception>
    Predictor Tried(Predictor predictor)
    {
        var kind = Kinds is null ? "" : $"\"{AgentUnion.KindName}\":0,";
        var numbers = string.Join(',', Enumerable.Repeat('0', Fields[0].Size));
        ReadOnlySequence<byte> zeros = new(Encoding.UTF8.GetBytes($"{{{kind}\"obs\":[{numbers}]}}"));
        return predictor.Predict(zeros, PredictionForm.Raw, random: null) ? predictor
            : throw new InvalidDataException(
                $"'{name}' has no finite answer to an observation of zeros: its weights are damaged; train or copy it again.");
    }
}
