namespace Pathmind.Words;

/// <summary>Messages as sentences.</summary>
internal static class Sentences
{
    /// <summary>The message with a full stop, unless it ends a sentence already.</summary>
    public static string Ended(string message) => message is [.., '.' or '!' or '?' or '…'] ? message : $"{message}.";
}
