using System.CommandLine.Completions;

namespace Pathmind.Commands;

/// <summary>Suggests simulations, policies and paths.</summary>
/// <param name="host">The session; null on a command line, where none is loaded yet.</param>
internal sealed class CommandCompletions(CommandHost? host)
{
    public IEnumerable<CompletionItem> Simulations() =>
        host is null ? [] : SimulationTarget.Names(host).Select(name => new CompletionItem(name));

    public IEnumerable<CompletionItem> Policies(string written) =>
    [
        new(PolicyReference.Random),
        .. host is null ? [] : PolicyReference.Variables(host).Keys.Select(name => new CompletionItem(name)),
        .. host is null ? [] : DeclaredPolicies.Names(host).Select(name => new CompletionItem(name)),
        .. Paths(written, ".zip", ".onnx"),
    ];

    /// <summary>Folders, and files with one of the endings, whose paths begin with what is written.</summary>
    public static IEnumerable<CompletionItem> Paths(string written, params string[] endings)
    {
        var prefix = written[..(written.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1)];
        var folder = prefix.Length == 0 ? "." : prefix;
        EnumerationOptions options = new() { IgnoreInaccessible = true };                    // hidden ones are skipped
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateDirectories(folder, "*", options)
                .Select(path => new CompletionItem($"{prefix}{Path.GetFileName(path)}/")),
            .. Directory.EnumerateFiles(folder, "*", options).Where(path => endings.Contains(Path.GetExtension(path)))
                .Select(path => new CompletionItem(prefix + Path.GetFileName(path))),
        ];
    }
}
