namespace Pathmind.Notebook.Scripts;

/// <summary>Where and how a session runs.</summary>
internal sealed record ScriptSessionOptions
{
    /// <summary>Folder that relative paths of #r and #load start from, and whose nuget.config is honoured.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Arguments of a script: <c>Args</c>.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Namespaces, and static classes, whose members need no qualification.</summary>
    public IReadOnlyList<string> Usings { get; init; } = DefaultUsings;

    /// <summary>Files of assemblies that scripts may use in addition to the framework's and the kit's.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Whether <see cref="ScriptSession.Stop"/> ends the session's code. The checks cost about half a
    /// nanosecond for each call of a method and each turn of a loop (docs/performance.md).</summary>
    public bool CanStop { get; init; }

    /// <summary>Where generated projects and lists of restored packages are kept; null: the user's cache
    /// folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The same, with what shows values: <c>Display(x)</c>, <c>HTML("…")</c>.</summary>
    public ScriptSessionOptions WithOutputs() =>
        this with { Usings = [.. Usings, typeof(Outputs).FullName!], References = [.. References, typeof(Outputs).Assembly.Location] };

    /// <summary>The usings of a file-based app, and the kit itself.</summary>
    public static IReadOnlyList<string> DefaultUsings { get; } =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
            "Pathmind",
    ];
}
