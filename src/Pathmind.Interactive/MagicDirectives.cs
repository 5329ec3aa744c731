using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Pathmind.Commands;

namespace Pathmind.Interactive;

/// <summary><c>#!train</c>, <c>#!run</c>, <c>#!pathmind</c>: the words of the magics in the host's own form.
/// They act in the place where they are written.</summary>
internal sealed class MagicDirectives(CSharpSession session)
{
    const string Mark = "#!";

    /// <summary>Most words that the host passes on uninterpreted: the simulation, and the words of a quoted
    /// text.</summary>
    const int MostWords = 1000;

    /// <summary>Declares the directives, and answers what editors ask about their lines.</summary>
    public void AddTo(Kernel kernel)
    {
        foreach (var name in Magics.Names)
            kernel.AddDirective(Directive(name), RunAsync);
        kernel.AddMiddleware(AnswerAsync, nameof(MagicDirectives));
    }

    static KernelActionDirective Directive(string name)
    {
        KernelActionDirective directive = new(Mark + name, Magics.Describe("%", name));
        directive.Parameters.Add(
            new(Magics.WordsOf(name), Magics.Describe($"%{name} ", "")) { AllowImplicitName = true, MaxOccurrences = MostWords });
        foreach (var option in Magics.OptionsOf(name))
            directive.Parameters.Add(
                new(option, Magics.Describe($"%{name} ", option)) { Flag = option == "--help", MaxOccurrences = MostWords });
        return directive;
    }

    async Task RunAsync(KernelCommand command, KernelInvocationContext context)
    {
        var text = command.ToString() ?? "";                             // "Directive: #!train --steps 5"
        var cell = MagicCell.Parse("%" + text[(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].ReplaceLineEndings(" "));
        try
        {
            var host = session.HostOf(context, CSharpSession.DisplayOf(context));
            await Magics.RunAsync(cell, host, _ => Task.FromResult(CellOutcome.Empty)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CommandException or SimulationException or TrainingException)
        {
            context.Fail(command, null, exception.Message);
        }
    }

    Task AnswerAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is not LanguageServiceCommand request || !IsOurs(request.Code.TrimStart()))
            return next(command, context);
        MagicAnswers.Publish(request, request.Code.Split('\n')[request.LinePosition.Line], session.QuietHost(context), context);
        return Task.CompletedTask;
    }

    static bool IsOurs(string line) => Magics.Names.Any(name => line.StartsWith($"{Mark}{name} ", StringComparison.Ordinal));
}
