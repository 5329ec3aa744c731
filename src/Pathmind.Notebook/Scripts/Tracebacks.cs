using System.Diagnostics;
using System.Reflection;
using Pathmind.Commands;
using Pathmind.Simulations;

namespace Pathmind.Notebook.Scripts;

/// <summary>Explains an exception of the user's code: the user's own frames with their source lines first, all else in
/// a few words.</summary>
internal static class Tracebacks
{
    const int OtherFrames = 3;                                       // of the framework and the kit, at most

    /// <summary>The exception that matters, without the wrappers of tasks and reflection, and its causes.</summary>
    public static ScriptError Explain(Exception exception, ScriptFiles files)
    {
        var first = Unwrap(exception);
        var lines = new List<string>();
        for (Exception? each = first; each is not null; each = each.InnerException is { } inner ? Unwrap(inner) : null)
        {
            if (each != first && !HasFrameOfScript(each) && first.Message.Contains(each.Message, StringComparison.Ordinal))
                continue;                                            // a rule of the kit: all of it is said
            lines.Add($"{(each == first ? "" : "Caused by ")}{TypeName.Short(each.GetType())}: {each.Message}");
            lines.AddRange(Frames(each, files));
        }
        return new(TypeName.Short(first.GetType()), first.Message, lines, first);
    }

    static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } when exception.TargetSite is null => Unwrap(inner),
        _ => exception,
    };

    static IEnumerable<string> Frames(Exception exception, ScriptFiles files)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(frame => frame.GetMethod() is not null).ToArray();
        var own = frames.Where(IsOfScript).Select(frame => Own(frame, files)).ToArray();
        foreach (var line in own.SelectMany(lines => lines))
            yield return line;
        if (own.Length == 0 && exception.InnerException is not null)
            yield break;                                             // none of the user's code: its cause says where
        // What the user's code called, down to where it was thrown.
        var called = frames.TakeWhile(frame => !IsOfScript(frame)).Select(frame => frame.GetMethod()!).Where(IsWorthNaming)
            .Where(method => own.Length > 0 || !ThrowPlace.IsOfKit(method.Module.Assembly.GetName().Name!)).ToArray();
        foreach (var method in called.Take(OtherFrames))
            yield return $"in {method.DeclaringType?.Namespace}.{FrameName.Of(method)}";
        if (called.Length > OtherFrames)
            yield return $"and {called.Length - OtherFrames} more";
    }

    static string[] Own(StackFrame frame, ScriptFiles files)
    {
        var (name, line) = (FrameName.Of(frame.GetMethod()!), frame.GetFileLineNumber());
        var suffix = name.Length == 0 ? "" : $": {name}";
        if (frame.GetFileName() is not { } file || line == 0)
            return name.Length == 0 ? [] : [$"in {name}"];
        var place = $"{files.Title(file)}, line {line}{suffix}";
        return files.Line(file, line) is { Length: > 0 } text ? [place, "    " + text] : [place];
    }

    static bool HasFrameOfScript(Exception exception) =>
        Array.Exists(new StackTrace(exception).GetFrames(), frame => frame.GetMethod() is not null && IsOfScript(frame));

    static bool IsOfScript(StackFrame frame) => frame.GetMethod()!.Module.Assembly.GetName().Name!.StartsWith('\u211B');

    /// <summary>Whether a frame is shown: those of the machinery of await and of throwing are not.</summary>
    static bool IsWorthNaming(MethodBase method) =>
        method.DeclaringType?.Namespace is not ("System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices")
        && !method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)
        && method.DeclaringType?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) != true
        && method.DeclaringType?.Name != "ThrowHelper";
}
