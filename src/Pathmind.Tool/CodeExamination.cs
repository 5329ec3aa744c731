using Pathmind.Commands;
using Pathmind.Notebook.Packages;
using Pathmind.Notebook.Scripts;
using Pathmind.Reporting;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Tool;

/// <summary>Finds the simulation of a script or a folder, and what is wrong with it.</summary>
/// <param name="steps">Most steps of each walk of the check.</param>
/// <param name="time">About how long the check may take; null for the usual time.</param>
/// <param name="reward">A reward function as C#, which is compiled and tried on a step's terms; null for none.</param>
/// <param name="cancellation">Ends builds and compilations.</param>
internal sealed class CodeExamination(int steps, TimeSpan? time, string? reward, CancellationToken cancellation)
{
    /// <summary>Scripts of a folder that are looked at.</summary>
    const int MostScripts = 100;

    readonly List<Found> found = [];
    readonly List<(string Fault, string Message)> errors = [];

    /// <exception cref="ScriptException">There is no such file.</exception>
    public CodeReport Examine(string path, string? simulation)
    {
        var full = Path.GetFullPath(path);
        var isFolder = Directory.Exists(full);
        string[] scripts = isFolder ? SubmittedFiles.ScriptsOf(full) : [full];
        if (scripts.Length == 0)
            return Fault(CodeFault.NoScript, $"There is no script in it: a folder has a project (.csproj), scripts (.cs, .csx) or a "
                + "notebook (.ipynb).");
        foreach (var script in scripts.Take(MostScripts))
            Declare(script);
        Found[] all = [.. found.GroupBy(one => one.Type.Name).Select(same => same.OrderByDescending(one => one.IsItsOwn).First())];
        string[] names = [.. all.Select(one => one.Type.Name).Order(StringComparer.Ordinal)];
        CodeReport report = new() { Simulations = names };
        if (simulation is not null && !names.Contains(simulation) || names.Length == 0)
            return Missing(report, simulation);
        if (simulation is null && names.Length > 1)
            return report with
            {
                Fault = CodeFault.SeveralSimulations,
                Message = $"It has {names.Length} simulations: {string.Join(", ", names)}. Name the one that is to be trained, as in "
                    + $"--simulation {names[0]}.",
            };
        var one = all.Single(one => one.Type.Name == (simulation ?? names[0]));
        return Examine(one, report with
        {
            Simulation = one.Type.Name,
            File = Path.GetRelativePath(isFolder ? full : Path.GetDirectoryName(full)!, one.File).Replace('\\', '/'),
        });
    }

    CodeReport Missing(CodeReport report, string? simulation)
    {
        if (errors.Count > 0)                                            // what does not compile may be what is looked for
            return report with { Fault = errors[0].Fault, Message = errors[0].Message };
        return report.Simulations.Length == 0
            ? report with
            {
                Fault = CodeFault.NoSimulation,
                Message = "It declares no simulation: write a class that derives from Simulation, neither abstract nor generic.",
            }
            : report with
            {
                Fault = CodeFault.UnknownSimulation,
                Message = $"There is no simulation '{simulation}'. {Suggestions.Say(simulation!, "simulations", report.Simulations)}",
            };
    }

    void Declare(string file)
    {
        var script = ScriptFile.Read(file);
        var session = script.NewSession();
        var result = script.Declare(session, cancellation);
        if (result.Error is { } error)
        {
            var isPackage = error.Name == PackageException.Packages;
            errors.Add((isPackage ? CodeFault.Packages : CodeFault.Compilation,
                $"{(isPackage ? "Packages are missing" : "It does not compile")}: {error.Message}"));
            return;
        }
        var text = File.ReadAllText(file);
        found.AddRange(session.Types.Where(Constructors.IsSimulation).Select(type => new Found(
            file, type, session, text.Contains($"class {type.Name}", StringComparison.Ordinal))));
    }

    CodeReport Examine(Found one, CodeReport report)
    {
        using var reflection = one.Session.EnterReflection();
        try
        {
            CommandScope scope = new(SessionHost.Of(one.Session, Display.None, cancellation), CellOutcome.Empty);
            var target = SimulationTarget.Find(scope, one.Type.Name);
            var create = target.ForTraining();
            _ = target.Make();
            var check = SimulationCheck.Of(create, steps: steps, time: time);
            report = report with
            {
                Problems = [.. check.Problems],
                Hints = [.. check.Hints],
                Omissions = [.. check.Omissions],
                MinutesForMore = check.MinutesForMore,
            };
            if (check.Problems.Count > 0)
                return report with
                {
                    Fault = CodeFault.Check,
                    Message = $"{one.Type.Name}.Check() finds {check.Problems.Count} problem{(check.Problems.Count == 1 ? "" : "s")}:\n"
                        + string.Join('\n', check.Problems.Select(problem => $"  ✗ {problem}")),
                };
            report = FirstStep.Describe(create, report, out var terms);
            return reward is null ? report : report with { Fault = RewardFault(scope.Host, terms, out var message), Message = message };
        }
        catch (CommandException exception)
        {
            return report with { Fault = CodeFault.Constructor, Message = exception.Message };
        }
        catch (Exception exception) when (exception is SimulationException or ArgumentException)
        {
            return report with { Fault = CodeFault.Check, Message = exception.Message };
        }
    }

    /// <summary>What is wrong with the reward function; null if it compiles and gives a number.</summary>
    string? RewardFault(CommandHost host, Reward terms, out string message)
    {
        message = "";
        try
        {
            var value = ((Func<Reward, double>)host.Evaluate(reward!, typeof(Func<Reward, double>))!)(terms);
            if (double.IsFinite(value))
                return null;
            message = $"The reward function gives {value} for the terms {terms}, but must give a finite number.";
        }
        catch (CommandException exception)                               // with line and column
        {
            message = exception.Message;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            message = $"The reward function fails for the terms {terms}: {exception.Message}";
        }
        return CodeFault.Reward;
    }

    static CodeReport Fault(string fault, string message) => new() { Fault = fault, Message = message };

    /// <param name="File">In which it was found.</param>
    /// <param name="Type">Its class.</param>
    /// <param name="Session">That compiled it.</param>
    /// <param name="IsItsOwn">Whether the file has the class itself, and did not load it.</param>
    sealed record Found(string File, Type Type, ScriptSession Session, bool IsItsOwn);
}
