using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Pathmind.Commands;

namespace Pathmind.Interactive;

/// <summary>Handles commands before the C# kernel: every cell gets its own display, its magics are executed, and the
/// compiler sees blank lines in their place.</summary>
internal sealed class MagicMiddleware(CSharpSession session)
{
    /// <summary>Handles a command of the host, or passes it on.</summary>
    public Task HandleAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next) => command switch
    {
        SubmitCode submit => SubmitAsync(submit, context, next),
        RequestDiagnostics request when MagicCell.Parse(request.Code) is { Magics.Count: > 0 } cell =>
            BlankAsync(new RequestDiagnostics(cell.Code, request.TargetKernelName), request, context, next),
        LanguageServiceCommand request when MagicCell.Parse(request.Code) is { Magics.Count: > 0 } cell =>
            AnswerAsync(request, cell, context, next),
        _ => next(command, context),
    };

    /// <summary>Runs a cell; an error of a magic fails it with one sentence.</summary>
    async Task SubmitAsync(SubmitCode submit, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        var display = CSharpSession.DisplayOf(context);
        using var shown = Display.Use(display);
        var cell = MagicCell.Parse(submit.Code);
        if (cell.Magics.Count == 0)
        {
            await next(submit, context).ConfigureAwait(false);
            return;
        }
        try
        {
            var host = session.HostOf(context, display);
            await Magics.RunAsync(cell, host, code => RunAsync(code, submit, context, next)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CommandException or SimulationException or TrainingException)
        {
            context.Fail(submit, null, exception.Message);
        }
    }

    /// <summary>Runs the C# of a cell; the host shows its value and its errors.</summary>
    async Task<CellOutcome> RunAsync(string code, SubmitCode submit, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        var (before, known) = (session.State, session.DeclaredTypes());
        await BlankAsync(new SubmitCode(code, submit.TargetKernelName), submit, context, next).ConfigureAwait(false);
        var state = session.State;
        return new()
        {
            Failed = ReferenceEquals(before, state) || state?.Exception is not null,
            Value = state?.ReturnValue,
            DeclaredTypes = [.. session.DeclaredTypes().Except(known)],
        };
    }

    /// <summary>A question about a magic line is answered from the grammar of the commands, any other by the
    /// compiler.</summary>
    Task AnswerAsync(LanguageServiceCommand request, MagicCell cell, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        var (line, character) = (request.LinePosition.Line, request.LinePosition.Character);
        if (cell.Magics.Any(magic => magic.Number == line + 1))
        {
            MagicAnswers.Publish(request, request.Code.Split('\n')[line], session.QuietHost(context), context);
            return Task.CompletedTask;
        }
        LinePosition position = new(line, character);
        LanguageServiceCommand? blank = request switch
        {
            RequestCompletions => new RequestCompletions(cell.Code, position, request.TargetKernelName),
            RequestHoverText => new RequestHoverText(cell.Code, position, request.TargetKernelName),
            RequestSignatureHelp => new RequestSignatureHelp(cell.Code, position, request.TargetKernelName),
            _ => null,
        };
        return blank is null ? next(request, context) : BlankAsync(blank, request, context, next);
    }

    /// <summary>Passes on the same command with the magic lines blank.</summary>
    static Task BlankAsync(KernelCommand blank, KernelCommand original, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        blank.SetParent(original is LanguageServiceCommand { Parent: LanguageServiceCommand whole } ? whole : original, bubbleEvents: true);
        return next(blank, context);
    }
}
