using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Notebook.Scripts;

/// <summary>The submissions of one session as Roslyn's editor services see them: a chain of projects.</summary>
/// <remarks>The services are made when they are first asked for, since loading them takes as long as a kernel's
/// start.</remarks>
internal sealed class LanguageServices
{
    static readonly Lazy<MefHostServices> Host = new(() => MefHostServices.DefaultHost);

    readonly Lock access = new();
    Solution? earlier;                                               // grows with the session; immutable
    ProjectId? newest;
    int count;                                                       // of the chain's submissions in it

    /// <summary>A text that would be the next submission.</summary>
    /// <param name="pending">The text's compilation.</param>
    /// <param name="prelude">What all submissions see.</param>
    /// <param name="chain">The submissions before it, oldest first; the same as last time, or more.</param>
    public Document Open(CSharpCompilation pending, CSharpCompilation prelude, IReadOnlyList<Submission> chain)
    {
        lock (access)
        {
            if (earlier is null)
                earlier = Add(new AdhocWorkspace(Host.Value).CurrentSolution, prelude, prelude.SyntaxTrees[^1], null, out newest);
            for (; count < chain.Count; count++)
                earlier = Add(earlier, chain[count].Compilation, chain[count].Source, newest, out newest);
            var solution = Add(earlier, pending, pending.SyntaxTrees[^1], newest, out var project);
            return solution.GetProject(project)!.Documents.Single();
        }
    }

    /// <summary>A compilation as a project that continues another one.</summary>
    /// <param name="solution">The solution of the other document.</param>
    /// <param name="compilation">Its options and references.</param>
    /// <param name="source">Its text, as the user wrote it.</param>
    /// <param name="previous">What it continues; null at the start.</param>
    /// <param name="id">The new project.</param>
    static Solution Add(
        Solution solution, CSharpCompilation compilation, SyntaxTree source, ProjectId? previous, out ProjectId id)
    {
        id = ProjectId.CreateNewId();
        var name = compilation.AssemblyName!;
        var text = TextAndVersion.Create(source.GetText(), VersionStamp.Default, source.FilePath);
        var document = DocumentInfo.Create(
            DocumentId.CreateNewId(id),
            name,
            sourceCodeKind: SourceCodeKind.Script,
            loader: TextLoader.From(text),
            filePath: source.FilePath);
        return solution.AddProject(ProjectInfo.Create(
            id,
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: ScriptParsing.Options,
            documents: [document],
            projectReferences: previous is null ? [] : [new ProjectReference(previous)],
            metadataReferences: compilation.ExternalReferences,
            isSubmission: true,
            hostObjectType: typeof(ScriptGlobals)));
    }
}
