using System.Reflection;
using System.Text.RegularExpressions;
using Pathmind.Commands;

namespace Pathmind.Notebook.Scripts;

/// <summary>What a frame of a stack trace was in the source: the compiler renames async methods, iterators, lambdas and
/// local functions.</summary>
internal static partial class FrameName
{
    /// <summary>The method as its author knows it, with its parameters; empty for the top-level code of a
    /// submission.</summary>
    public static string Of(MethodBase method)
    {
        if (method.Name == "MoveNext" && method.DeclaringType is { DeclaringType: { } outer } machine
            && Generated().Match(machine.Name) is { Success: true } match)
            return Of(outer, match.Groups["outer"].Value, "()");
        var each = method.GetParameters().Select(parameter => $"{TypeName.Short(parameter.ParameterType)} {parameter.Name}".Trim());
        var parameters = $"({string.Join(", ", each)})";
        if (Generated().Match(method.Name) is { Success: true } generated)
        {
            var owner = method.DeclaringType!;
            while (owner.Name.StartsWith('<') && owner.DeclaringType is not null)
                owner = owner.DeclaringType;                         // the class that holds the captured variables
            return generated.Groups["kind"].Value == "g"
                ? Of(owner, generated.Groups["name"].Value, parameters)
                : Lambda(Of(owner, generated.Groups["outer"].Value, "()"), parameters);
        }
        return method.DeclaringType is { } type ? Of(type, method.Name, parameters) : method.Name + parameters;
    }

    static string Lambda(string outer, string parameters) => outer.Length == 0 ? $"lambda {parameters}" : $"lambda {parameters} in {outer}";

    static string Of(Type type, string name, string parameters)
    {
        if (name is "<Initialize>" or "<Factory>" or "<Main>" or "<Main>$")
            return "";
        if (Generated().Match(name) is { Success: true } generated && generated.Groups["kind"].Value == "g")
            name = generated.Groups["name"].Value;
        var owner = TypeName.IsSubmission(type) || type.FullName == "Program" ? "" : TypeName.Short(type) + ".";
        return name switch
        {
            ".ctor" => $"new {owner.TrimEnd('.')}{parameters}",
            ".cctor" => $"static {owner.TrimEnd('.')}()",
            _ when name.StartsWith("get_", StringComparison.Ordinal)
            || name.StartsWith("set_", StringComparison.Ordinal) => owner + name[4..],
            _ => owner + name + parameters,
        };
    }

    /// <summary>&lt;Outer&gt;d__3 is a state machine, &lt;Outer&gt;b__3 a lambda, &lt;Outer&gt;g__Name|3 a local
    /// function.</summary>
    [GeneratedRegex(@"^<(?<outer>.*)>(?<kind>[bdg])__(?<name>\w*)")]
    private static partial Regex Generated();
}
