namespace Pathmind;

/// <summary><c>x.Display()</c>, as notebooks of .NET Interactive write it.</summary>
public static class OutputExtensions
{
    /// <inheritdoc cref="Outputs.Display"/>
    public static DisplayedValue Display(this object? value, string? mimeType = null) => Outputs.Display(value, mimeType);
}
