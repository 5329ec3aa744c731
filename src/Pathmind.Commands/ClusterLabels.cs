namespace Pathmind.Commands;

/// <summary>Labels of workers, each <c>key=value</c>: what a machine has, and what a training requires.</summary>
internal static class ClusterLabels
{
    const int Longest = 100;

    /// <summary>The labels, each once, in order.</summary>
    /// <param name="option">By which they were given, for the message.</param>
    /// <param name="given">As they were given.</param>
    /// <exception cref="CommandException">One is not a key and a value.</exception>
    public static string[] Of(string option, IEnumerable<string>? given)
    {
        string[] labels = [.. (given ?? []).Distinct().Order(StringComparer.Ordinal)];
        return labels.FirstOrDefault(label => !IsLabel(label)) is { } wrong
            ? throw new CommandException($"{option} is '{wrong}', but must be a key and a value without blanks, as in gpu=yes.")
            : labels;
    }

    static bool IsLabel(string label) => label.Length <= Longest && label.IndexOf('=') is > 0 and var place && place < label.Length - 1
        && !label.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
}
