namespace Pathmind.Scripts;

/// <summary>A script in a file: <c>.csx</c>, or a <c>.cs</c> that <c>dotnet run</c> takes as a program.</summary>
internal sealed class ScriptFile
{
    readonly string code;

    ScriptFile(string path, string code) => (FullPath, this.code) = (path, code);

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    bool IsProgram => Path.GetExtension(FullPath).Equals(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScriptException">There is none, or it is no script.</exception>
    public static ScriptFile Read(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new ScriptException($"{path}: there is no such file.");
        if (Path.GetExtension(full).ToLowerInvariant() is not (".cs" or ".csx"))
            throw new ScriptException($"{path}: a script is a .csx or a .cs file.");
        try
        {
            // What a script loads stands beside the script itself, and not beside a link to it.
            return new(File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full, File.ReadAllText(full));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScriptException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A session whose paths start at the file's folder. A .csx shows values as a cell does; a .cs sees what it sees under <c>dotnet run</c>.</summary>
    public ScriptSession NewSession(params IReadOnlyList<string> args)
    {
        // As dotnet run tells a file-based app where its file is.
        AppContext.SetData("EntryPointFilePath", FullPath);
        AppContext.SetData("EntryPointFileDirectoryPath", Path.GetDirectoryName(FullPath));
        ScriptSessionOptions options = new() { Folder = Path.GetDirectoryName(FullPath)!, Args = args };
        return new(IsProgram ? options : options.WithOutputs());
    }

    /// <summary>Runs all of it. What it declares is in the session afterwards.</summary>
    public Task<ScriptResult> RunAsync(ScriptSession session, CancellationToken cancellation = default) =>
        IsProgram ? Task.FromResult(session.RunProgram(code, FullPath, cancellation)) : session.RunAsync(code, FullPath, cancellation);

    /// <summary>Brings its types and static members into the session, and runs none of its statements.</summary>
    public ScriptResult Declare(ScriptSession session, CancellationToken cancellation = default) =>
        IsProgram ? session.DeclareProgram(code, FullPath, cancellation) : session.Declare(code, FullPath, cancellation);

    /// <summary>Exit code of a script that ended: 1 after an error, the number after its return, else 0.</summary>
    public static int ExitCode(ScriptResult result) => result switch
    {
        { Error: not null } => 1,
        { Returned: true, Value: int code } => code,
        _ => 0,
    };
}
