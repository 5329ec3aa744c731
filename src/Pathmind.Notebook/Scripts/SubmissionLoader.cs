using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pathmind.Notebook.Scripts;

/// <summary>Makes running code of a session's compilations, with checks that end it when the session is
/// stopped.</summary>
internal sealed class SubmissionLoader(
    ScriptSessionOptions options, SubmissionCompiler compiler, ScriptFiles files, ScriptAssemblies assemblies, ScriptStop stop)
{
    /// <summary>Compiles and loads a submission.</summary>
    /// <param name="tree">Its text, as the user wrote it.</param>
    /// <param name="compile">Makes the compilation of a text.</param>
    /// <param name="endsAtStop">Whether it gets checks, if the session has them.</param>
    /// <param name="cancellation">Handed to the compiler.</param>
    /// <returns>The submission, or what is wrong with the code.</returns>
    public (Submission? Submission, IReadOnlyList<Diagnostic> Errors) Load(
        SyntaxTree tree, Func<SyntaxTree, CSharpCompilation> compile, bool endsAtStop, CancellationToken cancellation)
    {
        var isChecked = options.CanStop && endsAtStop;
        files.ChecksOf = isChecked ? stop.Session : null;
        var compilation = compile(isChecked ? LoopChecks.Insert(tree, stop.Session) : tree);
        var (assembly, errors) = Load(compilation, isChecked, cancellation);
        if (errors.Count > 0 && isChecked)
        {
            files.ChecksOf = null;                                 // errors name places of the text as it is
            compilation = compile(tree);
            (assembly, errors) = Load(compilation, isChecked, cancellation);
        }
        return errors.Count > 0 ? (null, errors) : (new Submission(compilation, assembly, tree), []);
    }

    /// <summary>Emits and loads a compilation; a submission without code has no assembly, and no errors
    /// either.</summary>
    public (Assembly? Assembly, IReadOnlyList<Diagnostic> Errors) Load(
        CSharpCompilation compilation, bool endsAtStop, CancellationToken cancellation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var errors = compiler.Emit(compilation, image, symbols, cancellation);
        if (errors.Count > 0 || !SubmissionCompiler.HasCode(compilation))
            return (null, errors);
        if (endsAtStop)
            MethodChecks.Replace(image.GetBuffer(), stop.Session);
        var assembly = assemblies.LoadSubmission(image, symbols);
        if (endsAtStop)
            stop.Watch(assembly);
        return (assembly, errors);
    }
}
