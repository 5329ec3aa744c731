using System.CommandLine;
using Pathmind.Commands;
using Pathmind.Displays;
using Pathmind.Notebook.Scripts;
using Pathmind.Reporting;
using Pathmind.Studios.Lab;

namespace Pathmind.Tool.Lab;

/// <summary><c>lab FILE [SIMULATION]</c>: keeps a simulation warm and trains it shortly, over and over, with other
/// rewards: lines of JSON in, lines of JSON out (docs/studio.md). The studio's reward lab.</summary>
internal sealed class LabCommand : Command
{
    readonly Argument<string> file = new("FILE")
    {
        HelpName = "FILE", Description = "Script (.csx, .cs), notebook (.ipynb) or project (.csproj) that declares the simulation.",
    };
    readonly Argument<string?> simulation = new("SIMULATION")
    {
        HelpName = "SIMULATION", Arity = ArgumentArity.ZeroOrOne, Description = "Which simulation. Default: the last one.",
    };

    public LabCommand()
        : base("lab", "Trains shortly with other rewards, over and over: lines of JSON on standard input say what, for other programs.")
    {
        Add(file);
        Add(simulation);
        SetAction(given => Run(given));
    }

    int Run(ParseResult given)
    {
        using JsonLinesOutput output = new();
        LabAnswers answers = new(output.WriteLine);
        ScriptSession? session = null;
        try
        {
            var script = ScriptFile.Read(given.GetRequiredValue(file));
            session = script.NewSession();
            if (script.Declare(session).Error is { } error)
                return answers.Refuse($"It does not compile: {error.Message}");
            using var reflection = session.EnterReflection();
            CommandScope scope = new(SessionHost.Of(session, Display.None, CancellationToken.None), CellOutcome.Empty);
            var target = SimulationTarget.Find(scope, given.GetValue(simulation));
            var report = FirstStep.Describe(target.ForTraining(), new() { Simulation = target.Type.Name }, out _);
            LabBench bench = new(session, target.ForTraining(), report);
            answers.Write(new() { Event = LabAnswer.Ready, Report = report });
            using LabLoop loop = new(bench, answers);
            loop.Run(Console.In);
            return 0;
        }
        catch (Exception exception) when (exception is CommandException or ScriptException or SimulationException or ArgumentException
            or TrainingException)
        {
            return answers.Refuse(exception.Message);
        }
        catch (Exception exception)
        {
            return answers.Refuse(session?.Explain(exception).Message ?? exception.Message);
        }
    }
}
