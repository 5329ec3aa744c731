using System.Diagnostics;

namespace Pathmind.Simulations;

/// <summary>The line of the user's code at which an exception was thrown, or from which
/// what threw it was called.</summary>
internal static class ThrowPlace
{
    /// <summary>The message, and the place after it, as in <c>the shelf is empty (shop.csx, line 12)</c>.</summary>
    public static string MessageOf(Exception exception) =>
        Of(exception) is { } place ? $"{exception.Message} ({place})" : exception.Message;

    /// <summary>File and line; null if they are not known.</summary>
    public static string? Of(Exception exception)
    {
        var first = exception;
        while (first is SimulationException or AggregateException { InnerExceptions.Count: 1 } && first.InnerException is { } inner)
            first = inner;
        return new StackTrace(first, fNeedFileInfo: true).GetFrames().FirstOrDefault(IsOfUser) is { } frame
            ? $"{Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()}" : null;
    }

    static bool IsOfUser(StackFrame frame) =>
        frame.GetFileLineNumber() > 0 && frame.GetFileName() is not null
        && DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName.Split(',')[0] is { } assembly && !IsOfKit(assembly);

    /// <summary>Whether an assembly of this name is the kit's, and not its tests.</summary>
    public static bool IsOfKit(string assembly) =>
        assembly.Equals("pathmind", StringComparison.OrdinalIgnoreCase)
        || assembly.StartsWith("Pathmind.", StringComparison.Ordinal) && !assembly.EndsWith(".Tests", StringComparison.Ordinal);
}
