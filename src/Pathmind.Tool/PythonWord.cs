using Pathmind.Commands;

namespace Pathmind.Tool;

/// <summary>A simulation in Python in the place of a script: <c>gym:CartPole-v1</c>, <c>gym:module:Name</c>,
/// <c>mouse_env.py</c>, <c>mouse_env.py:Mouse</c>.</summary>
internal static class PythonWord
{
    const string Gym = "gym:", Ending = ".py";

    /// <summary>Whether a word means one: by its beginning or its ending, so that a missing file is reported as
    /// one.</summary>
    public static bool IsPython(string word) =>
        word.StartsWith(Gym, StringComparison.Ordinal) || FileIn(word).EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Starts it.</summary>
    /// <param name="word">What it is.</param>
    /// <param name="stepTimeLimit">Longest time of a step; null for the default.</param>
    /// <exception cref="CommandException">There is no such file or environment, or it cannot be used.</exception>
    public static PythonSimulation Open(string word, TimeSpan? stepTimeLimit)
    {
        PythonOptions options = new();
        if (stepTimeLimit is { } limit)
            options = options with { StepTimeLimit = limit };
        try
        {
            if (word.StartsWith(Gym, StringComparison.Ordinal) && word.EndsWith(':'))
                throw new CommandException($"{Gym}NAME needs a name, as in {Gym}CartPole-v1.");
            if (word.StartsWith(Gym, StringComparison.Ordinal))
                return PythonSimulation.FromGym(word[Gym.Length..], options);
            var file = FileIn(word);
            return PythonSimulation.FromFile(file, file.Length < word.Length ? word[(file.Length + 1)..] : null, options);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    /// <summary>A name of the simulation that a variable can have.</summary>
    public static string VariableOf(PythonSimulation simulation) =>
        string.Concat(simulation.Name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')) is var name
        && char.IsAsciiDigit(name[0]) ? $"_{name}" : name;

    /// <summary>What stands before the class.</summary>
    static string FileIn(string word) =>
        word.LastIndexOf($"{Ending}:", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? word[..(at + Ending.Length)] : word;
}
