using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Actions that look at nothing but what is allowed: a trained policy should do better than those.</summary>
internal abstract class BaselineActions
{
    const int MostConstants = 8;

    /// <summary>0 for random actions, from 1 for the constant ones.</summary>
    public int Number { get; private set; }

    /// <summary>In words, as in "choice 3".</summary>
    public required string Name { get; init; }

    /// <summary>Uniform among the allowed choices and over bounded numbers, as <see cref="Policy.Random"/>.</summary>
    public static BaselineActions Random { get; } = new RandomActions { Name = "random actions" };

    /// <summary>A few actions that never change: each choice of a space that is one choice among at most eight;
    /// otherwise all choices and numbers at the low end, in the middle and at the high end of what they can
    /// be.</summary>
    public static BaselineActions[] Constants(ActionLayout actions)
    {
        var all = AllConstants(actions);
        foreach (var (i, constant) in all.Index())
            constant.Number = i + 1;
        return all;
    }

    /// <summary>The one with a <see cref="Number"/>.</summary>
    public static BaselineActions Of(int number, ActionLayout actions) => number == 0 ? Random : Constants(actions)[number - 1];

    static BaselineActions[] AllConstants(ActionLayout actions) =>
        actions.IsSingleChoice && actions.Heads[0] <= MostConstants
            ?
            [
                .. Enumerable.Range(0, actions.Heads[0]).Select(choice =>
                    new ConstantActions([choice], [])
                    {
                        Name = actions.HasNames ? actions.NameOf(0, choice) : $"choice {choice}",
                    }),
            ]
            :
            [
                .. new[] { ("low", 0.0), ("middle", 0.5), ("high", 1.0) }.Select(level =>       // in network units −1, 0, 1
                    new ConstantActions(
                        [.. actions.Heads.Select(choices => (int)Math.Round(level.Item2 * (choices - 1)))],
                        [.. Enumerable.Repeat((float)(2 * level.Item2 - 1), actions.Reals)])
                    {
                        Name = $"each number {level.Item1}",
                    }),
            ];

    /// <summary>An agent's action.</summary>
    /// <param name="actions">The space.</param>
    /// <param name="scaling">From network units to actions.</param>
    /// <param name="mask">[logits] 0 or <see cref="ActionSampler.Forbidden"/>; empty without masks.</param>
    /// <param name="random">For what is drawn.</param>
    /// <param name="choices">[heads] receives the choices.</param>
    /// <param name="reals">[reals] receives the real numbers in network units.</param>
    public abstract void Choose(
        ActionLayout actions, ActionScaling scaling, ReadOnlySpan<float> mask, RandomStream random, Span<int> choices, Span<float> reals);

    sealed class RandomActions : BaselineActions
    {
        public override void Choose(
            ActionLayout actions, ActionScaling scaling, ReadOnlySpan<float> mask, RandomStream random, Span<int> choices,
            Span<float> reals)
        {
            for (var (head, from) = (0, 0); head < choices.Length; from += actions.Heads[head++])
            {
                var allowed = mask.IsEmpty ? default : mask.Slice(from, actions.Heads[head]);
                var skip = random.Next(allowed.IsEmpty ? actions.Heads[head] : Math.Max(1, allowed.Count(0f)));
                choices[head] = allowed.IsEmpty ? skip : Nth(allowed, skip);
            }
            for (var i = 0; i < reals.Length; i++)
            {
                var unit = (RandomPolicy.Draw(random, actions.Low[i], actions.High[i]) - scaling.Offset[i]) / scaling.Scale[i];
                reals[i] = scaling.Grows[i] ? MathF.Asinh(unit) : unit;
            }
        }

        static int Nth(ReadOnlySpan<float> allowed, int skip)
        {
            for (var choice = 0; choice < allowed.Length; choice++)
                if (allowed[choice] == 0 && skip-- == 0)
                    return choice;
            return 0;
        }
    }

    /// <summary>Where the mask forbids the choice, the first one that it allows.</summary>
    sealed class ConstantActions(int[] constantChoices, float[] constantReals) : BaselineActions
    {
        public override void Choose(
            ActionLayout actions, ActionScaling scaling, ReadOnlySpan<float> mask, RandomStream random, Span<int> choices,
            Span<float> reals)
        {
            constantReals.CopyTo(reals);
            constantChoices.CopyTo(choices);
            for (var (head, from) = (0, 0); !mask.IsEmpty && head < choices.Length; from += actions.Heads[head++])
                if (mask[from + choices[head]] != 0)
                    choices[head] = Math.Max(0, mask.Slice(from, actions.Heads[head]).IndexOf(0f));
        }
    }
}
