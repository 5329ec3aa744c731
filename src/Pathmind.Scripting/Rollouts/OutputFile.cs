using Pathmind.Policies;

namespace Pathmind.Rollouts;

/// <summary>Finds out before a run whether its file can be written after it.</summary>
internal static class OutputFile
{
    /// <exception cref="ArgumentException">The file cannot be written; the message says why.</exception>
    public static void Require(string? path, string parameter)
    {
        if (path is null)
            return;
        try
        {
            if (Directory.Exists(path))
                throw new IOException("it is a folder");
            new AtomicFile(path).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"'{path}' cannot be written: {Reason(exception)}. Name a file in a folder that you may write to.", parameter, exception);
        }
    }

    static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "you may not write there",
        DirectoryNotFoundException or FileNotFoundException => "its folder cannot be made",
        _ => exception.Message.TrimEnd('.'),
    };
}
