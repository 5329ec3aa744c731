using System.CommandLine;
using Pathmind.Training;

namespace Pathmind.Tool;

/// <summary><c>report FOLDER</c>: writes how a training went as one HTML page, from the files of its folder.</summary>
internal sealed class ReportCommand : Command
{
    readonly Argument<string> folder = new("FOLDER") { HelpName = "FOLDER", Description = "Folder of a training: what train --out wrote." };

    readonly Option<string> output = new("--out")
    {
        HelpName = "FILE", Description = "File to write; report.html in this folder unless given.",
        DefaultValueFactory = _ => "report.html",
    };

    public ReportCommand()
        : base("report", "Writes how a training went as one HTML page: curve, reward terms, options.")
    {
        Add(folder);
        Add(output);
        SetAction(given => Write(given.GetRequiredValue(folder), given.GetRequiredValue(output)));
    }

    static int Write(string folder, string file)
    {
        try
        {
            TrainingFiles.Read(folder).SaveReport(file);
            Console.WriteLine($"Written: {file}");
            return 0;
        }
        catch (Exception exception)
            when (exception is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }
}
