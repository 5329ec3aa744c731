using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pathmind.Notebook.Scripts;

/// <summary>A script in a file: <c>.csx</c>, or a <c>.cs</c> that <c>dotnet run</c> takes as a program. What a notebook
/// (<c>.ipynb</c>) or a project (<c>.csproj</c>) declares can be used as well, but they are not run.</summary>
internal sealed class ScriptFile
{
    const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    readonly string code;

    ScriptFile(string path, string code) => (FullPath, this.code) = (path, code);

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    bool IsProgram => Ending == ".cs";

    /// <summary>Endings of the files that declare simulations.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".csx", ".cs", ".ipynb", ".csproj"];

    string Ending => Path.GetExtension(FullPath).ToLowerInvariant();

    /// <summary>The name that means a script on standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Whether a file without an ending is a script: it begins with <c>#!</c>.</summary>
    public static bool HasShebang(string path)
    {
        if (Path.GetExtension(path).Length > 0 || !File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    /// <summary>Reads a file; <see cref="StandardInput"/>: a .csx from standard input, whose folder is the present
    /// one.</summary>
    /// <exception cref="ScriptException">There is none, or it is not a script.</exception>
    public static ScriptFile Read(string path)
    {
        if (path == StandardInput)
            return new(Path.GetFullPath("stdin"), Console.In.ReadToEnd());
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new ScriptException($"{path}: there is no such file.");
        if (!Endings.Contains(Path.GetExtension(full).ToLowerInvariant()) && !HasShebang(full))
            throw new ScriptException($"{path}: a script is a .csx or a .cs file, or a file without an ending that begins with #!; what a "
                + "notebook (.ipynb) or a project (.csproj) declares can be trained and run as well.");
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

    /// <summary>A session whose paths start at the file's folder. A .csx shows values as a cell does; a .cs sees what
    /// it sees under <c>dotnet run</c>.</summary>
    public ScriptSession NewSession(params IReadOnlyList<string> args)
    {
        // dotnet run passes the path of its file to a file-based app in the same way.
        AppContext.SetData("EntryPointFilePath", FullPath);
        AppContext.SetData("EntryPointFileDirectoryPath", Path.GetDirectoryName(FullPath));
        ScriptSessionOptions options = new() { Folder = Path.GetDirectoryName(FullPath)!, Args = args };
        return new(IsProgram ? options : options.WithOutputs());
    }

    /// <summary>Runs all of it. What it declares is in the session afterwards.</summary>
    public async Task<ScriptResult> RunAsync(ScriptSession session, CancellationToken cancellation = default)
    {
        if (IsProgram)
            return session.RunProgram(code, FullPath, cancellation);
        var result = await session.RunAsync(code, FullPath, cancellation);
        if (UncalledMain(result) is not { } main)
            return result;
        var notice = $"{main.DeclaringType!.Name}.Main was not called: a script has no Main. "
            + "Write what it does below the classes, or rename the file to .cs, which runs as a program.";
        return result with { Notices = [.. result.Notices, notice] };
    }

    /// <summary>Brings its types and static members into the session, and runs none of its statements.</summary>
    /// <exception cref="ScriptException">It is not a notebook, but is called one.</exception>
    public ScriptResult Declare(ScriptSession session, CancellationToken cancellation = default) => Ending switch
    {
        ".cs" => session.DeclareProgram(code, FullPath, cancellation),
        ".csproj" => session.DeclareProject(FullPath, cancellation),
        ".ipynb" => DeclareCells(session, cancellation),
        _ => session.Declare(code, FullPath, cancellation),
    };

    /// <summary>One cell after the other, up to the first that does not compile.</summary>
    ScriptResult DeclareCells(ScriptSession session, CancellationToken cancellation)
    {
        ScriptResult all = new();
        foreach (var (cell, number) in NotebookCells.Read(code, FullPath).Select((cell, index) => (cell, index + 1)))
        {
            var result = session.Declare(cell, $"In [{number}]", cancellation);
            all = all with
            {
                Error = result.Error,
                Notices = [.. all.Notices, .. result.Notices],
                DeclaredTypes = [.. all.DeclaredTypes, .. result.DeclaredTypes],
            };
            if (all.Error is not null)
                break;
        }
        return all;
    }

    /// <summary>The Main of a script that consists of classes only, so that nothing was run; else null.</summary>
    MethodInfo? UncalledMain(ScriptResult result) =>
        ScriptParsing.Parse(code, FullPath).GetRoot() is CompilationUnitSyntax { Members: var members }
        && members.All(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            ? result.DeclaredTypes.SelectMany(type => type.GetMethods(Static)).FirstOrDefault(method => method.Name == "Main")
            : null;

    /// <summary>Exit code of a script that ended: 1 after an error, the number after its return, else 0.</summary>
    public static int ExitCode(ScriptResult result) => result switch
    {
        { Error: not null } => 1,
        { Returned: true, Value: int code } => code,
        _ => 0,
    };
}
