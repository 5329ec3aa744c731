using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pathmind.Sweeps;

/// <summary>A part of a YAML document, with its line: a text, a list or entries. By the parser's events, which need no
/// reflection.</summary>
/// <param name="Line">Counted from 1.</param>
internal sealed record YamlNode(long Line)
{
    const int Deepest = 6;

    /// <summary>A scalar as it is written; null for a list and for entries.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether a scalar is without quotes.</summary>
    public bool IsPlain { get; private init; }

    public List<YamlNode>? Items { get; private init; }

    public YamlEntries? Entries { get; private init; }

    /// <param name="text">Of the document.</param>
    /// <param name="error">Makes an exception of a line and a message.</param>
    /// <returns>Null for an empty document.</returns>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static YamlNode? Read(TextReader text, Func<long, string, Exception> error)
    {
        Parser parser = new(text);
        parser.Consume<StreamStart>();
        return parser.TryConsume<DocumentStart>(out _) ? Next(parser, error, 0) : null;
    }

    static YamlNode Next(Parser parser, Func<long, string, Exception> error, int depth)
    {
        if (depth > Deepest)
            throw error(parser.Current!.Start.Line, $"it is nested deeper than {Deepest} levels");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new(scalar.Start.Line) { Text = scalar.Value, IsPlain = scalar.Style == ScalarStyle.Plain };
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            List<YamlNode> items = [];
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Next(parser, error, depth + 1));
            return new(sequence.Start.Line) { Items = items };
        }
        if (!parser.TryConsume<MappingStart>(out var mapping))
            throw error(parser.Current!.Start.Line, "a reference (*name) is not possible here: write the value itself");
        YamlEntries entries = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw error(parser.Current!.Start.Line, "a name is expected here");
            entries.Add((key.Value, key.Start.Line, Next(parser, error, depth + 1)));
        }
        return new(mapping.Start.Line) { Entries = entries };
    }
}

/// <summary>The entries of a mapping in their order.</summary>
internal sealed class YamlEntries : List<(string Name, long Line, YamlNode Value)>;
