namespace Pathmind.Policies;

/// <summary>Finds out before the work whether its result can be written after it.</summary>
internal static class OutputFile
{
    /// <exception cref="ArgumentException">The file cannot be written; the message says why.</exception>
    public static void Require(string? path, string parameter)
    {
        if (path is not null)
            Try(path, path, Directory.Exists(path) ? "it is a folder" : null, "Name a file in a folder", parameter);
    }

    /// <summary>Makes the folder if it is not there.</summary>
    /// <exception cref="ArgumentException">Files in the folder cannot be written; the message says why.</exception>
    public static void RequireFolder(string path, string parameter) =>
        Try(path, Path.Combine(path, PolicySource.FileName), File.Exists(path) ? "it is a file" : null, "Name a folder", parameter);

    static void Try(string path, string file, string? obstacle, string remedy, string parameter)
    {
        try
        {
            if (obstacle is not null)
                throw new IOException(obstacle);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            new AtomicFile(file).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"'{path}' cannot be written: {Reason(exception)}. {remedy} that you may write to.", parameter, exception);
        }
    }

    static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "you may not write there",
        DirectoryNotFoundException or FileNotFoundException => "its folder cannot be made",
        _ => exception.Message.TrimEnd('.'),
    };
}
