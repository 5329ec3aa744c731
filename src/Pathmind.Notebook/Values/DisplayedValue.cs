using Pathmind.Notebook.Values;

namespace Pathmind;

/// <summary>An output that can be replaced.</summary>
public sealed class DisplayedValue
{
    readonly Action<IReadOnlyDictionary<string, string>> replace;

    internal DisplayedValue(Action<IReadOnlyDictionary<string, string>> replace) => this.replace = replace;

    /// <summary>Shows another value in its place.</summary>
    public void Update(object? value) => replace(ValueFormatter.Format(value));
}
