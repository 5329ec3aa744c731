using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Pathmind.Commands;

namespace Pathmind.Tool;

/// <summary><c>export POLICY --to csharp|onnx|zip</c>: writes a policy as one file.</summary>
internal sealed class ExportCommand : Command
{
    readonly Argument<string> policy = new("POLICY") { HelpName = "POLICY", Description = "Policy folder, its .zip, or its .onnx file." };

    readonly Option<ExportFormat> format = new("--to")
    {
        HelpName = string.Join('|', Names),
        Description = $"{Listed(format => $"{format.Name}: {format.Description}", "; ")}. Default: {ExportFormat.All[0].Name}.",
        CustomParser = Read,
    };

    readonly Option<string?> output = new("--out")
    {
        HelpName = "FILE", Description = $"File to write; POLICY{Listed(format => format.Ending, ", POLICY")} in this folder unless given.",
    };

    public ExportCommand()
        : base("export", "Writes a policy as one file: C# for games and devices, ONNX, or a .zip.")
    {
        Add(policy);
        Add(format);
        Add(output);
        format.CompletionSources.Add(_ => Names.Select(name => new CompletionItem(name)));
        SetAction(given =>
            Export(given.GetRequiredValue(policy), given.GetValue(format) ?? ExportFormat.All[0], given.GetValue(output)));
    }

    static string Listed(Func<ExportFormat, string> part, string between) => string.Join(between, ExportFormat.All.Select(part));

    static IEnumerable<string> Names => ExportFormat.All.Select(format => format.Name);

    static ExportFormat? Read(ArgumentResult given)
    {
        var name = given.Tokens[0].Value;
        var found = ExportFormat.All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
            given.AddError($"There is no format '{name}'. {Suggestions.Say(name, "formats", Names)}");
        return found;
    }

    static int Export(string path, ExportFormat format, string? output)
    {
        try
        {
            var policy = Policy.Local(path);
            var file = output ?? policy.Name + format.Ending;
            format.Write(policy, file);
            Console.WriteLine($"Written: {file}");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ArgumentException
            or UnauthorizedAccessException or NotSupportedException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }
}
