namespace Pathmind.Displays;

/// <summary>Tells .NET Interactive, which knows attributes of this name without being referenced, what writes the class as HTML.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public constructor and a public method CreateTypeFormatters(), both without parameters.</summary>
    public Type FormatterSourceType => formatterSourceType;

    /// <summary>Forms to prefer; each must have a formatter.</summary>
    public string[] PreferredMimeTypes { get; init; } = [MimeBundle.Html];
}
