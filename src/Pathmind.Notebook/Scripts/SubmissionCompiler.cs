using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Pathmind.Notebook.Scripts;

/// <summary>Makes compilations of a session's submissions, and code of them.</summary>
internal sealed class SubmissionCompiler(ScriptSessionOptions options, SourceReferenceResolver sources, MetadataReferenceResolver files)
{
    // As the compiler's own scripting names them, so that tools recognise a submission.
    readonly string assemblyName = $"\u211B*{Guid.NewGuid()}";
    readonly CSharpCompilationOptions compilationOptions = NewestOfAName(new(
        OutputKind.DynamicallyLinkedLibrary,
        usings: options.Usings,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        concurrentBuild: false,                                      // a cell is too small for several threads
        nullableContextOptions: NullableContextOptions.Annotations,
        sourceReferenceResolver: sources,
        metadataReferenceResolver: files,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default), true);
    int count;

    /// <summary>A compilation that continues another one.</summary>
    /// <param name="tree">The code.</param>
    /// <param name="previous">What it continues; null at the start.</param>
    /// <param name="references">The assemblies it may use; those of the previous one are inherited.</param>
    public CSharpCompilation Create(SyntaxTree tree, CSharpCompilation? previous, IEnumerable<MetadataReference> references)
    {
        var number = Interlocked.Increment(ref count) - 1;
        return CSharpCompilation.CreateScriptCompilation(
            $"{assemblyName}#1-{number}",
            tree,
            references,
            compilationOptions.WithScriptClassName($"Submission#{number}"),
            previous,
            typeof(object),
            typeof(ScriptGlobals));
    }

    /// <summary>Emits optimised code with line numbers.</summary>
    /// <returns>What is wrong with the code, in its order; empty if image and symbols were written.</returns>
    public IReadOnlyList<Diagnostic> Emit(CSharpCompilation compilation, Stream image, Stream symbols, CancellationToken cancellation)
    {
        var emit = new EmitOptions(
            debugInformationFormat: DebugInformationFormat.PortablePdb,
            instrumentationKinds: options.CanStop ? [InstrumentationKind.ModuleCancellation] : []);
        var result = compilation.Emit(image, symbols, options: emit, cancellationToken: cancellation);
        image.Position = symbols.Position = 0;
        return result.Success ? [] : [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>Whether there is anything to run. Without (nothing but usings, say), the compiler makes no class, and
    /// gives the submission no place among the objects.</summary>
    public static bool HasCode(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Any(tree => tree.GetCompilationUnitRoot().Members.Count > 0);

    /// <summary>Whether running the compilation yields a value: it ends in an expression without semicolon, or returns
    /// one.</summary>
    public static bool HasValue(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];                      // loaded files come first
        var root = tree.GetCompilationUnitRoot();
        if (Returns(compilation))
            return true;
        return root.Members.LastOrDefault()
            is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && TypesOf(compilation, tree).GetTypeInfo(last.Expression).ConvertedType is { SpecialType: not SpecialType.System_Void };
    }

    /// <summary>What expressions are; whether they may be null takes the compiler long to find out, and is not
    /// asked.</summary>
#pragma warning disable RSEXPERIMENTAL001
    static SemanticModel TypesOf(CSharpCompilation compilation, SyntaxTree tree) =>
        compilation.GetSemanticModel(tree, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001

    /// <summary>Whether the code itself gives its value by a return statement.</summary>
    public static bool Returns(CSharpCompilation compilation) => compilation.SyntaxTrees[^1].GetCompilationUnitRoot()
        .DescendantNodes(node => node is CompilationUnitSyntax or GlobalStatementSyntax
            or StatementSyntax and not LocalFunctionStatementSyntax)
        .OfType<ReturnStatementSyntax>().Any(statement => statement.Expression is not null);

    /// <summary>Chooses the newest of several versions of an assembly that earlier submissions brought, as in the
    /// compiler's own scripting, which alone has an option for it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "WithReferencesSupersedeLowerVersions")]
    static extern CSharpCompilationOptions NewestOfAName(CSharpCompilationOptions options, bool value);
}
