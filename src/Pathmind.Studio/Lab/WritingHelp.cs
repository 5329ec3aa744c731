using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lab;

/// <summary>Helps one page to write the reward of an experiment: it enters a lab when code is about to be written, and
/// leaves it with the page.</summary>
internal sealed class WritingHelp(RewardLabs labs, Experiment experiment) : ICodeHelp, IDisposable
{
    readonly Lock gate = new();
    RewardLab? lab;
    bool isGone;

    public void Prepare() => Find()?.Prepare();

    public async Task<IReadOnlyList<string>> ProblemsAsync(string code) => Find() is { } found ? await found.ProblemsAsync(code) : [];

    public async Task<CodeSuggestions?> CompleteAsync(string code, int position) =>
        Find() is { } found ? await found.CompleteAsync(code, position) : null;

    public void Dispose()
    {
        lock (gate)
        {
            if (lab is not null)
                labs.LeaveCode(lab);
            (lab, isGone) = (null, true);
        }
    }

    RewardLab? Find()
    {
        lock (gate)
            return isGone ? null : lab ??= labs.EnterForCode(experiment);
    }
}
