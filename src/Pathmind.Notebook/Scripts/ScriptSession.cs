using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pathmind.Commands;
using Pathmind.Notebook.Packages;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Scripts;

/// <summary>A sequence of C# submissions that share their state: the cells of a notebook, or one script file.</summary>
/// <remarks>Each submission is compiled alone, as a class whose members are its declarations, and sees those before it.
/// Not for several threads at once, except completion and inspection, which may be asked while a submission
/// runs.</remarks>
internal sealed class ScriptSession
{
    readonly ScriptAssemblies assemblies = new();
    readonly ScriptStop stop = new();
    readonly ScriptFiles files;
    readonly SubmissionCompiler compiler;
    readonly SubmissionLoader loader;
    readonly SessionReferences surroundings;
    readonly ScriptGlobals globals;
    readonly LanguageServices services = new();
    readonly CSharpCompilation prelude;                              // what every submission sees, below all declarations
    readonly SubmissionChain chain = new();
    readonly List<string> texts = [];

    /// <summary>A session without any declaration yet.</summary>
    public ScriptSession(ScriptSessionOptions? options = null)
    {
        Options = options ?? new();
        files = new(Options.Folder);
        compiler = new(Options, files, new ReferencedFiles(Options.Folder, assemblies));
        loader = new(Options, compiler, files, assemblies, stop);
        surroundings = new(Options, files, assemblies);
        // One object for a file: the compiler takes what two of them declare for different things at times.
        var others =
            Options.References.Except(ScriptReferences.Default.Select(reference => reference.Display), StringComparer.OrdinalIgnoreCase);
        References = [.. ScriptReferences.Default, .. others.Select(file => ScriptReferences.Reference(file!))];
        globals = new([.. Options.Args]);
        // An alias is nearer than a namespace or a static class. So Display.None is the class, although a static class
        // brings in a method Display, and Display(x) is the method, since a class cannot be called.
        prelude = compiler.Create(ScriptParsing.Parse("using Display = Pathmind.Display;"), null, References);
        foreach (var file in Options.References)
            assemblies.Offer(file);
    }

    /// <summary>The options given at the start.</summary>
    public ScriptSessionOptions Options { get; }

    /// <summary>Variables of the session by name, the newest declaration of a name only; oldest first.</summary>
    public IReadOnlyList<ScriptVariable> Variables => chain.Variables;

    /// <summary>What was compiled as submissions, oldest first: with the same texts another session has the same
    /// declarations.</summary>
    public IReadOnlyList<string> Texts => [.. texts];

    /// <summary>Types that submissions declared, oldest first; a name declared again is listed once, at its newest
    /// place.</summary>
    public IReadOnlyList<Type> Types => chain.Types;

    /// <summary>Compiles and runs a submission; what it declares stays, also when it throws or is aborted. Errors of
    /// the user's code are in the result, never thrown. Runs on the calling thread up to the first await.</summary>
    /// <param name="code">C# as in a script, with #r, #i and #load.</param>
    /// <param name="name">What error messages call it: <c>In [3]</c>, or the path of a file.</param>
    /// <param name="cancellation">Handed to the restore of packages, and to the compiler.</param>
    public async Task<ScriptResult> RunAsync(string code, string name, CancellationToken cancellation = default)
    {
        var result = Declare(code, name, out var submission, cancellation);
        if (submission is null)
            return result;
        try
        {
            var value = await Start(submission);
            return submission.HasValue
                ? result with { HasValue = true, Value = value, Returned = SubmissionCompiler.Returns(submission.Compilation) }
                : result;
        }
        catch (Exception exception)
        {
            return result with { Error = Tracebacks.Explain(exception, files) };
        }
    }

    /// <summary>Compiles a submission without running it: its types and static members can be used, its variables have
    /// no values.</summary>
    public ScriptResult Declare(string code, string name, CancellationToken cancellation = default) =>
        Declare(code, name, out _, cancellation);

    /// <summary>Compiles a .cs file as a program and runs it on the calling thread; a number that it returns is the
    /// value.</summary>
    public ScriptResult RunProgram(string code, string path, CancellationToken cancellation = default)
    {
        var result = DeclareProgram(code, path, out var assembly, cancellation);
        if (assembly?.EntryPoint is not { } entry)
            return result;
        try
        {
            using var reflection = EnterReflection();
            object?[] arguments = entry.GetParameters().Length == 0 ? [] : [Options.Args.ToArray()];
            var value = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return value is null ? result : result with { HasValue = true, Value = value, Returned = true };
        }
        catch (Exception exception)
        {
            return result with { Error = Tracebacks.Explain(exception, files) };
        }
    }

    /// <summary>Compiles a .cs file as a program without running it: its types can be used.</summary>
    public ScriptResult DeclareProgram(string code, string path, CancellationToken cancellation = default) =>
        DeclareProgram(code, path, out _, cancellation);

    /// <summary>Builds a project: its types can be used, whether public or not.</summary>
    /// <param name="project">Path of the .csproj.</param>
    /// <param name="cancellation">Ends the build.</param>
    public ScriptResult DeclareProject(string project, CancellationToken cancellation = default)
    {
        List<string> notices = [];
        try
        {
            var types = surroundings.TypesOf(project, notices, cancellation);
            chain.AddTypes(types);
            return new() { DeclaredTypes = types, Notices = notices };
        }
        catch (PackageException exception)
        {
            return Failed(exception, notices);
        }
    }

    /// <summary>Declares a variable of the value's type (nearest public type), or gives it a new value.</summary>
    /// <exception cref="ArgumentException">The name is none that C# knows as a name.</exception>
    public void Set(string name, object? value)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new ArgumentException(
                $"'{name}' is not the name of a variable: letters, digits and _, not beginning with a digit.", nameof(name));
        if (chain.Find(name)?.TryAssign(value) == true)
            return;
        // The name may mean another type by now, if a class was declared again: then it is an object.
        foreach (var type in new[] { SubmissionChain.NearestName(value?.GetType() ?? typeof(object)), "object" })
        {
            // A stopped training hands over what it learnt: its variables are declared although the session's code must
            // end.
            var (submission, _) = Compile(ScriptParsing.Parse($"{type} @{name};"), CancellationToken.None, endsAtStop: false);
            if (submission is null)
                continue;
            Start(submission).GetAwaiter().GetResult();
            if (submission.Variables[0].TryAssign(value))
            {
                texts.Add($"{type} @{name};");                           // later texts may name it
                return;
            }
        }
    }

    /// <summary>Value of an expression, converted to the type: <c>x => 2 * x["found"]</c> as Func&lt;…&gt;.</summary>
    /// <exception cref="ScriptException">It does not compile, or throws.</exception>
    public object? Evaluate(string expression, Type type)
    {
        var (submission, errors) = Compile(ScriptParsing.Parse($"({TypeName.Full(type)})(\n{expression}\n)"), CancellationToken.None);
        if (submission is null)
        {
            var place = errors[0].Location.GetLineSpan().StartLinePosition;                  // line 0 is that of the cast
            var where = expression.Contains('\n') ? $"line {place.Line}, column {place.Character + 1}: " : "";
            throw new ScriptException($"'{expression}' is not a {TypeName.Short(type)}: {where}{errors[0].GetMessage()}");
        }
        try
        {
            return Start(submission).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            throw new ScriptException($"'{expression}' fails: {exception.Message}", exception);
        }
    }

    /// <summary>As long as the scope lives, names of types and assemblies (<c>Type.GetType("X, Package")</c>) are
    /// looked for in the session's packages, on this thread and on those that it starts.</summary>
    public AssemblyLoadContext.ContextualReflectionScope EnterReflection() => assemblies.EnterContextualReflection();

    /// <summary>Ends the session's code: it throws an <see cref="OperationCanceledException"/> at its next method or
    /// turn of a loop, on any thread. It has no effect on what <see cref="Continue()"/> lets begin.</summary>
    public void Stop() => stop.Request();

    /// <summary>After <see cref="Stop"/>: code may run again.</summary>
    public void Continue() => stop.Clear();

    /// <summary>An exception that the session's code threw, with its places in that code.</summary>
    public ScriptError Explain(Exception exception) => Tracebacks.Explain(exception, files);

    /// <summary>Completions at the position (UTF-16 index).</summary>
    public ScriptCompletions Complete(string code, int position)
    {
        if (PathCompleter.Complete(code, position, Options.Folder) is { } paths)
            return paths;
        return Completer.CompleteAsync(Open(code), position).GetAwaiter().GetResult();
    }

    /// <summary>Signature and documentation of the symbol at the position; null if nothing is known.</summary>
    public ScriptInspection? Inspect(string code, int position) =>
        Inspector.InspectAsync(Open(code), position).GetAwaiter().GetResult();

    Document Open(string code) => services.Open(Continue(ScriptSource.Read(code, "").Tree), prelude, chain.Submissions);

    ScriptResult Declare(string code, string name, out Submission? submission, CancellationToken cancellation)
    {
        submission = null;
        var result = Prepare(code, name, out var sources, cancellation);
        if (result.Error is not null)
            return result;
        (submission, var errors) = Compile(sources[0].Source.Tree, cancellation);
        result = result with { Notices = [.. result.Notices, .. assemblies.Files.TakeNotices()] };
        if (submission is null)
            return result with { Error = CompilationErrors.Explain(errors, files) };
        texts.Add(code);
        return result with { DeclaredTypes = submission.Types };
    }

    ScriptResult DeclareProgram(string code, string path, out Assembly? assembly, CancellationToken cancellation)
    {
        assembly = null;
        var result = Prepare(code, path, out var sources, cancellation);
        if (result.Error is not null)
            return result;
        ScriptReferences.EnsureKnown();
        IEnumerable<string> usings =
            [.. Options.Usings, .. sources.SelectMany(each => each.Source.Sdks).SelectMany(SharedFramework.UsingsOf)];
        var text = sources[0].Source.Tree.GetText(cancellation);
        var compilation = ProgramCompiler.Create(text, path, usings, [.. References, .. surroundings.References]);
        (assembly, var errors) = loader.Load(compilation, Options.CanStop, cancellation);
        if (assembly is null)
            return result with { Error = CompilationErrors.Explain(errors, files) };
        var types = ProgramCompiler.Types(compilation, assembly);
        chain.AddTypes(types);
        return result with { DeclaredTypes = types };
    }

    /// <summary>Reads a text and what it loads, and brings in its packages and projects.</summary>
    ScriptResult Prepare(
        string code, string name, out IReadOnlyList<(string Name, ScriptSource Source)> sources, CancellationToken cancellation)
    {
        var notices = new List<string>();
        sources = files.Read(code, name);
        try
        {
            surroundings.Prepare(sources, notices, cancellation);
            return new() { Notices = notices };
        }
        catch (PackageException exception)
        {
            return Failed(exception, notices);
        }
    }

    static ScriptResult Failed(PackageException exception, IReadOnlyList<string> notices) =>
        new() { Error = new(exception.Kind, exception.Message, exception.Message.Split('\n'), null), Notices = notices };

    /// <summary>Compiles a submission, loads it, and makes its declarations visible.</summary>
    /// <returns>The submission, or what is wrong with the code.</returns>
    (Submission? Submission, IReadOnlyList<Diagnostic> Errors) Compile(
        SyntaxTree tree, CancellationToken cancellation, bool endsAtStop = true)
    {
        var (submission, errors) = loader.Load(tree, Continue, endsAtStop, cancellation);
        if (submission is not null)
            chain.Add(submission);
        return (submission, errors);
    }

    IReadOnlyList<MetadataReference> References { get; }

    /// <summary>What a text would mean as the next submission.</summary>
    public CSharpCompilation Continue(SyntaxTree tree)
    {
        ScriptReferences.EnsureKnown();
        return compiler.Create(tree, chain.Compilation ?? prelude, surroundings.References);
    }

    /// <summary>Runs the submission's top-level code. Its object exists from the first moment, so that variables
    /// outlive an exception.</summary>
    Task<object?> Start(Submission submission)
    {
        if (submission.Entry is null)
            return Task.FromResult<object?>(null);
        var instances = chain.Instances(globals, submission);
        using var reflection = EnterReflection();
        try
        {
            return submission.Entry(instances);
        }
        finally
        {
            submission.Instance = instances[^1];
        }
    }
}
