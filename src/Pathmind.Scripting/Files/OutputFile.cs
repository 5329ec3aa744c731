namespace Pathmind.Files;

/// <summary>Checks before a long run that its output file can be written.</summary>
internal static class OutputFile
{
    /// <exception cref="ArgumentException">The file cannot be written; the message says why.</exception>
    public static void Require(string? path, string parameter)
    {
        if (path is not null && string.IsNullOrWhiteSpace(path))
            throw new ArgumentException($"{parameter} is empty: name a file, or leave it out (null) to write none.");
        if (path is not null)
            Try(path, path, Directory.Exists(path) ? "it is a folder" : null, "Name a file in a folder");
    }

    /// <summary>Words as a name that every system can write.</summary>
    public static string NameOf(string words) =>
        string.Concat(words.Select(letter => char.IsLetterOrDigit(letter) || letter == '_' ? letter : '-'));

    /// <summary>Two tables cannot go into one file: the second would replace the first.</summary>
    /// <exception cref="ArgumentException">Both paths lead to one file, written differently or through
    /// links.</exception>
    public static void RequireDifferent(string? one, string? other, string oneParameter, string otherParameter)
    {
        var ignoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        var comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (one is not null && other is not null && string.Equals(RealPath.Of(one), RealPath.Of(other), comparison))
            throw new ArgumentException($"{oneParameter} and {otherParameter} are the same file, '{one}': name two, since the second "
                + $"table would replace the first.");
    }

    /// <summary>Makes the folder if it is not there.</summary>
    /// <exception cref="ArgumentException">Files in the folder cannot be written; the message says why.</exception>
    public static void RequireFolder(string path, string parameter)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new ArgumentException($"{parameter} is empty: name a folder.");
        Try(path, Path.Combine(path, "probe"), File.Exists(path) ? "it is a file" : null, "Name a folder");
    }

    static void Try(string path, string file, string? obstacle, string remedy)
    {
        try
        {
            if (obstacle is not null)
                throw new IOException(obstacle);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            new AtomicFile(file).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new ArgumentException($"'{path}' cannot be written: {Reason(exception)}. {remedy} that you may write to.", exception);
        }
    }

    static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "access is denied",
        DirectoryNotFoundException or FileNotFoundException => "its folder cannot be made",
        _ => exception.Message.TrimEnd('.'),
    };
}
