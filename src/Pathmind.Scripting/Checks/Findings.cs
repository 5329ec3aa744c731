using System.Text.RegularExpressions;

namespace Pathmind.Checks;

/// <summary>Problems, hints and what was not looked at, each reported once: two that differ only in their numbers, or
/// one at Reset and one at a step, count as the same.</summary>
internal sealed partial class Findings
{
    readonly HashSet<string> told = [];

    public List<string> Problems { get; } = [];

    public List<string> Hints { get; } = [];

    public List<string> Omissions { get; } = [];

    public void Problem(string text) => Add(Problems, text);

    public void Hint(string text) => Add(Hints, text);

    public void Omission(string text) => Add(Omissions, text);

    void Add(List<string> list, string text)
    {
        if (told.Add(Number().Replace(text.Replace(" at Reset", " at step 0"), "#")))
            list.Add(text);
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(E[+-]?\d+)?")]
    private static partial Regex Number();
}
