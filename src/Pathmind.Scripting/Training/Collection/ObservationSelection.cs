using Pathmind.Simulations;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pathmind.Training;

/// <summary>Which observations the policy sees: all, or those named in the options or in an obs.yaml.</summary>
internal static class ObservationSelection
{
    /// <summary>Layout of the chosen observations, and their positions in the flat vector of all (null: all of them, in
    /// their order).</summary>
    /// <exception cref="ArgumentException">A name that the simulation does not have, a name twice, none at all, or a
    /// file that is not an obs.yaml.</exception>
    /// <param name="all">What the agents see.</param>
    /// <param name="options">Name the observations, or a file that does.</param>
    /// <param name="always">A name that is added if it is missing; null for none.</param>
    public static (ObservationLayout Layout, int[]? Positions) Choose(ObservationLayout all, TrainingOptions options, string? always = null)
    {
        var names = options.ObservationsFile is { } file ? ReadNames(file) : options.Observations;
        if (names is { Count: > 0 } && always is not null && !names.Contains(always))
            names = [.. names, always];
        if (names is null)
            return (all, null);
        var unknown = names.Except(all.Names).ToArray();
        if (unknown.Length > 0 || names.Count == 0 || names.Distinct().Count() < names.Count)
            throw new ArgumentException(
                $"The observations to train on are [{string.Join(", ", names)}]"
                + (unknown.Length > 0 ? $", but the simulation has no {string.Join(", ", unknown)}"
                    : ", but there must be at least one, none twice")
                + $". It has {string.Join(", ", all.Names)}.");
        var chosen = names.Select(name => Array.IndexOf(all.Names, name)).ToArray();
        return (all.Pick(chosen), [.. chosen.SelectMany(i => Enumerable.Range(all.Offset(i), all.Lengths[i]))]);
    }

    static List<string> ReadNames(string file)
    {
        try
        {
            using var reader = File.OpenText(file);
            return NamesIn(reader, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, exception);
        }
    }

    /// <summary>The names of an obs.yaml.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="ArgumentException">It is not an obs.yaml.</exception>
    public static List<string> NamesIn(TextReader text, string file)
    {
        try
        {
            return NamesIn(new Parser(text)) ?? throw new ArgumentException($"{file} has no list 'observations:'.");
        }
        catch (YamlException exception)
        {
            throw Unreadable(file, exception);
        }
    }

    static ArgumentException Unreadable(string file, Exception exception) => new(
        $"{file} cannot be read as a list of observations ('observations:', then lines '  - name'): {exception.Message}", exception);

    /// <summary>The list under <c>observations</c>, or the keys of a mapping (as in a policy's schema.yaml); null if
    /// there is neither.</summary>
    /// <remarks>By the parser's events, which all versions of YamlDotNet have, and which need no reflection.</remarks>
    static List<string>? NamesIn(Parser parser)
    {
        List<string>? names = null;
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
            return null;
        while (!parser.TryConsume<MappingEnd>(out _))
            if (parser.Consume<Scalar>().Value != "observations")
                parser.SkipThisAndNestedEvents();
            else if (parser.TryConsume<MappingStart>(out _))
                for (names = []; !parser.TryConsume<MappingEnd>(out _); parser.SkipThisAndNestedEvents())
                    names.Add(parser.Consume<Scalar>().Value);
            else
            {
                parser.Consume<SequenceStart>();
                for (names = []; !parser.TryConsume<SequenceEnd>(out _);)
                    names.Add(parser.Consume<Scalar>().Value);
            }
        return names;
    }
}
