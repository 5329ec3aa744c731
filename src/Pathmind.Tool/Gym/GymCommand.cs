using System.CommandLine;
using System.Runtime.InteropServices;
using Pathmind.Commands;
using Pathmind.Files;

namespace Pathmind.Tool.Gym;

/// <summary><c>gym FILE [SIMULATION]</c>: serves a simulation to a program in Python, which <c>pathmind_gym.py</c>
/// starts it from; <c>gym --python-file</c> writes that file.</summary>
internal sealed class GymCommand : Command
{
    const string PythonFile = "pathmind_gym.py";

    readonly Argument<string?> file = new("FILE")
    {
        HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne, Description = "Script (.csx, .cs), notebook (.ipynb) or project (.csproj).",
    };
    readonly Argument<string?> simulation = new("SIMULATION")
    {
        HelpName = "SIMULATION", Arity = ArgumentArity.ZeroOrOne, Description = "Class. Default: the last one that the script declares.",
    };
    readonly Option<bool> pythonFile = new("--python-file")
    {
        Description = $"Writes {PythonFile} into this folder: a class PathmindEnv for Python, which starts this command.",
    };

    public GymCommand()
        : base("gym", "Serves a simulation as an environment of Gymnasium, to a program in Python.")
    {
        Add(file);
        Add(simulation);
        Add(pythonFile);
        SetAction(given => given.GetValue(pythonFile) ? Write()
            : given.GetValue(file) is { } script ? Serve(new(script, given.GetValue(simulation), null))
            : throw new CommandException(
                $"Name the script that declares the simulation, as in pathmind gym mouse.cs; or write {PythonFile} with --python-file."));
    }

    static int Write()
    {
        using var text = typeof(GymCommand).Assembly.GetManifestResourceStream(PythonFile)!;
        using (AtomicFile file = new(PythonFile))
        {
            text.CopyTo(file.Stream);
            file.Commit();
        }
        Console.WriteLine($"Written: {PythonFile}. In Python: from pathmind_gym import PathmindEnv; env = PathmindEnv(\"mouse.cs\")");
        return 0;
    }

    static int Serve(ServedSimulation served)
    {
        // Ctrl+C is the Python program's: this one ends with its input.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);                                   // what the simulation prints is not a reply
        GymServer server = new(input, output);
        if (served.Open((create, _) => server.Serve(create)) is not { } failure)
            return 0;
        server.Refuse(failure);
        return ExitCode.Failed;
    }
}
