using System.Security.Cryptography;

namespace Pathmind.Reporting;

/// <summary>What an experiment is known by before a studio gave it a number. A training with a folder keeps it there,
/// in the file .experiment: continued, it is the same experiment, and a studio can read the folder's files later and
/// be sure whose they are.</summary>
internal static class ExperimentKey
{
    const string Name = ".experiment";
    const int Digits = 32;

    /// <summary>The key of a training.</summary>
    /// <param name="folder">Its folder; null if it has none.</param>
    /// <param name="isResumed">Whether it goes on where the folder's training stopped.</param>
    public static string Of(string? folder, bool isResumed)
    {
        if (isResumed && Read(folder) is { } known)
            return known;
        var key = RandomNumberGenerator.GetHexString(Digits, lowercase: true);
        if (folder is not null)
            try
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, Name), key);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return key;                                              // without the file only a later reading is not possible
            }
        return key;
    }

    /// <summary>The key of the training whose files a folder has; null if it has none.</summary>
    public static string? Read(string? folder)
    {
        try
        {
            return folder is not null && Path.Combine(folder, Name) is var file && File.Exists(file)
                && File.ReadAllText(file) is var key && IsValid(key) ? key : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsValid(string key) => key.Length == Digits && key.All(char.IsAsciiHexDigitLower);
}
