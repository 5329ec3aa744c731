using Pathmind.Displays;

namespace Pathmind;

/// <summary>How a policy compares with the teacher that its training started from
/// (<see cref="TrainingOptions.StartFrom"/>): both played the same evaluation episodes at the end of the training,
/// without exploration.</summary>
/// <param name="Name">Of the teacher.</param>
/// <param name="Reward">Its mean reward per episode, the sum over all agents, as trained on.</param>
/// <param name="Difference">How much more the policy has in the same episode, in the mean, and the 95 % interval of
/// that.</param>
/// <param name="Episodes">How many both played.</param>
/// <param name="IsImitation">Whether the policy is the imitation of the teacher, since nothing clearly better was
/// learnt after it.</param>
public sealed record TeacherResult(string Name, double Reward, Estimate Difference, int Episodes, bool IsImitation)
{
    /// <summary>Episodes below which an interval says little, since it rests on how much these few differ.</summary>
    const int Few = 20;

    /// <summary>Better and worse only if all of the interval is so.</summary>
    public override string ToString()
    {
        var played = $"In the same {Episodes:N0} episodes {Name} has {CellText.Number(Reward)}";
        var end = IsImitation ? "; it is the imitation, since nothing clearly better was learnt after it." : ".";
        if (Difference is { Low: 0, High: 0 })
            return $"{played}, and so has the policy{end}";
        var verdict = Difference.Low > 0 ? "better than" : Difference.High < 0 ? "worse than" : "not told from";
        return $"{played}: the policy is {verdict} it, difference {Difference.Signed} (95 % interval){end}"
            + (Episodes < Few ? " So few episodes tell little: Compare (pathmind compare) plays more." : "");
    }
}
