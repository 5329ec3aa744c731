using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Notebook.Scripts;

/// <summary>Compiles a .cs file as the program that <c>dotnet run</c> makes of it: namespaces, extension classes and
/// using declarations included.</summary>
internal static class ProgramCompiler
{
    static readonly CSharpParseOptions Parsing = ScriptParsing.Options.WithKind(SourceCodeKind.Regular);

    /// <summary>The program, or the library if the file has no code to start.</summary>
    /// <param name="text">Without directives of scripts.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="usings">Namespaces that need no using.</param>
    /// <param name="references">Assemblies it may use.</param>
    public static CSharpCompilation Create(
        SourceText text, string path, IEnumerable<string> usings, IEnumerable<MetadataReference> references)
    {
        var program = CSharpSyntaxTree.ParseText(text, Parsing, path);
        var global = CSharpSyntaxTree.ParseText(
            string.Concat(usings.Select(name => $"global using global::{name};\n")), Parsing, encoding: text.Encoding);
        var root = program.GetCompilationUnitRoot();
        var starts = root.Members.Any(member => member is GlobalStatementSyntax)
            || root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Any(method => method.Identifier.ValueText == "Main" && method.Modifiers.Any(SyntaxKind.StaticKeyword));
        // The name marks it as a script's code, as that of a submission does.
        return CSharpCompilation.Create(
            $"\u211B*{Guid.NewGuid()}#{Path.GetFileNameWithoutExtension(path)}", [global, program], references, new(
            starts ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Annotations));
    }

    /// <summary>Types that the file declares, outside of others, in their order.</summary>
    public static IReadOnlyList<Type> Types(CSharpCompilation compilation, Assembly assembly)
    {
        var tree = compilation.SyntaxTrees[^1];
        var model = compilation.GetSemanticModel(tree);
        return
        [
            .. from node in tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
               where node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
               let symbol = (INamedTypeSymbol)model.GetDeclaredSymbol(node)!
               let space = symbol.ContainingNamespace is { IsGlobalNamespace: false } named ? named.ToDisplayString() + "." : ""
               let type = assembly.GetType(space + symbol.MetadataName)
               where type is not null
               select type,
        ];
    }
}
