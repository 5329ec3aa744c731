using System.Text;

namespace Pathmind.Server.Pages;

/// <summary>Reads files that are part of the assembly.</summary>
internal static class Embedded
{
    /// <summary>The content of a file.</summary>
    /// <param name="name">Its name, as in <c>pages/try.html</c>.</param>
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no file '{name}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc cref="Bytes"/>
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}
