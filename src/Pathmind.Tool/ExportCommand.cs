using System.CommandLine;

namespace Pathmind.Tool;

/// <summary><c>export POLICY --to csharp|onnx|zip</c>: writes a policy in a form that travels.</summary>
internal sealed class ExportCommand : Command
{
    readonly Argument<string> policy = new("POLICY") { HelpName = "POLICY", Description = "Policy folder, its .zip, or its .onnx file." };
    readonly Option<ExportForm> form = new(
        "--to")
    {
        Description = "csharp: one C# file without dependencies; onnx: policy.onnx alone; zip: the folder in one file.",
        DefaultValueFactory = _ => ExportForm.Onnx
    };
    readonly Option<string?> output = new(
        "--out")
    { HelpName = "FILE", Description = "File to write; POLICY.cs, POLICY.onnx or POLICY.zip in this folder unless given." };

    public ExportCommand()
        : base("export", "Writes a policy as one file: C# for games and devices, ONNX, or a .zip.")
    {
        Add(policy);
        Add(form);
        Add(output);
        SetAction(given => Export(given.GetRequiredValue(policy), given.GetValue(form), given.GetValue(output)));
    }

    static int Export(string path, ExportForm form, string? output)
    {
        try
        {
            var policy = Policy.Local(path);
            var file = output ?? policy.Name + form switch { ExportForm.CSharp => ".cs", ExportForm.Onnx => ".onnx", _ => ".zip" };
            switch (form)
            {
                case ExportForm.CSharp:
                    policy.ExportCSharp(file);
                    break;
                case ExportForm.Onnx:
                    policy.ExportOnnx(file);
                    break;
                default:
                    policy.ExportZip(file);
                    break;
            }
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

/// <summary>Forms of a policy that travel.</summary>
internal enum ExportForm
{
    Onnx,
    CSharp,
    Zip,
}
