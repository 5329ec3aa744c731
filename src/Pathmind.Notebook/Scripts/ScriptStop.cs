using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Pathmind.Notebook.Scripts;

/// <summary>Ends the code of a session's submissions wherever it runs. Submissions are compiled with a check at the
/// start of each method (<c>ModuleCancellation</c>, made cheaper by <see cref="MethodChecks"/>) and of each turn of a
/// loop (<see cref="LoopChecks"/>), so code is ended between two statements of the script, and never in the middle of
/// what the framework does: aborting a thread there ends the process at times.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Code that was ended may look at the source of its checks later.")]
internal sealed class ScriptStop
{
    /// <summary>Name of the compiler's instrumentation.</summary>
    public const string FieldName = "ModuleCancellationToken";

    const BindingFlags Static = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    readonly Lock gate = new();
    readonly List<FieldInfo> fields = [];
    CancellationTokenSource source = new();

    /// <summary>Number of the session, for the checks in its loops.</summary>
    public int Session { get; } = LoopCheck.NewSession();

    /// <summary>Lets the checks of a submission see the present state.</summary>
    public void Watch(Assembly assembly)
    {
        lock (gate)
        {
            var generated = Types(assembly).Where(type => type.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal));
            foreach (var field in generated.Select(type => type.GetField(FieldName, Static)).OfType<FieldInfo>())
            {
                field.SetValue(null, source.Token);
                fields.Add(field);
            }
        }
    }

    /// <summary>All code of the session, on any thread, throws at its next check.</summary>
    public void Request()
    {
        lock (gate)
        {
            LoopCheck.Set(Session, isStopped: true);
            source.Cancel();
        }
    }

    /// <summary>Code that starts from now on runs.</summary>
    public void Clear()
    {
        lock (gate)
        {
            if (!source.IsCancellationRequested)
                return;
            source = new();
            LoopCheck.Set(Session, isStopped: false);
            foreach (var field in fields)
                field.SetValue(null, source.Token);
        }
    }

    static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)                // a type's base is not there: said where the type is used
        {
            return exception.Types.OfType<Type>();
        }
    }
}
