using System.Text;
using Pathmind.Files;

namespace Pathmind.Policies;

/// <summary>Writes schema.yaml. The server's api_key is not part of it: a secret does not belong in a file that is
/// passed on.</summary>
internal static class PolicySchema
{
    public static void Write(Stream stream, PolicyDescription policy)
    {
        PolicyDocument document = new(policy);
        var schema = document.Schema(
            ObservationEntry.TypeField, ObservationEntry.Names, ObservationEntry.MinItems, ObservationEntry.MaxItems);
        if (policy.History > 1)
            schema[PolicyDocument.History] = policy.History;
        if (policy.Memory > 0)
            schema[PolicyDocument.Memory] = policy.Memory;
        if (policy.Kinds.Count > 0)
            schema[PolicyDocument.Kinds] = document.KindFields(PolicyDocument.TypedParts);
        stream.Write(Encoding.UTF8.GetBytes(YamlWriter.Write(schema)));
    }
}
