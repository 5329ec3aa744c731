using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Policies;

namespace Pathmind.Server.Documents;

/// <summary>GET /schema: the contents of schema.yaml, statistics of the training's observations, and the server's
/// limits. It holds no secret.</summary>
internal static class SchemaDocument
{
    /// <param name="policy">The policy that is served.</param>
    /// <param name="statistics">Statistics of the training's observations; null if they are not known.</param>
    /// <param name="options">The server's limits.</param>
    public static byte[] Of(PolicyDescription policy, ObservationStatistics? statistics, ServerOptions options)
    {
        PolicyDocument fields = new(policy);
        var document = PolicyJson.Node(fields.Schema(ObservationEntry.TypeField, ObservationEntry.MinItems, ObservationEntry.MaxItems,
            ObservationEntry.Values, ObservationEntry.Names))!;
        document["statistics"] = statistics is null ? null : Statistics(policy, statistics);
        document["predict_batch"] = new JsonObject { ["max_items"] = options.MaxBatch };
        if (policy.History > 1)
            document[PolicyDocument.History] = policy.History;
        if (policy.Memory > 0)
            document[PolicyDocument.Memory] = policy.Memory;
        if (policy.StateSize > 0)
            document[PolicyDocument.StateSize] = policy.StateSize;
        if (policy.Kinds.Count > 0)
            document[PolicyDocument.Kinds] = PolicyJson.Node(fields.KindFields(PolicyDocument.TypedParts));
        return Encoding.UTF8.GetBytes(document.ToJsonString(PolicyJson.Readable));
    }

    /// <summary>Mean and standard deviation of each observation in the training: numbers, or lists as long as the
    /// observation.</summary>
    static JsonObject Statistics(PolicyDescription policy, ObservationStatistics statistics)
    {
        JsonObject observations = [];
        var layout = policy.Observations;
        for (var i = 0; i < layout.Names.Length; i++)
        {
            var (from, length) = (layout.Offset(i), layout.Lengths[i]);
            observations[layout.Names[i]] = layout.IsList[i]
                ? new JsonObject
                {
                    ["mean"] = PolicyJson.Node(statistics.Means[from..(from + length)]),
                    ["deviation"] = PolicyJson.Node(statistics.Deviations[from..(from + length)]),
                }
                : new JsonObject
                {
                    ["mean"] = PolicyJson.Node(statistics.Means[from]), ["deviation"] = PolicyJson.Node(statistics.Deviations[from]),
                    ["binary"] = statistics.IsBinary(from),
                };
        }
        return observations;
    }
}
