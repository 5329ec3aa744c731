using System.Runtime.CompilerServices;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Makes one reward of a step's terms: their sum, the user's function of the terms or of their change, or
/// balanced weights (docs/ppo.md 12).</summary>
internal sealed class RewardFunction
{
    readonly Func<Reward, double>? function;
    readonly Func<Reward, Reward, double>? change;
    readonly double[]? weights;
    readonly string[] names;

    /// <exception cref="ArgumentException">A weight names no term.</exception>
    public RewardFunction(TrainingOptions options, TermLayout terms)
    {
        (function, change, names) = (options.Reward, options.RewardOfChange, terms.Names);
        if (options.RewardWeights is not { } given)
            return;
        if (given.Keys.Except(names).ToArray() is { Length: > 0 } unknown)
            throw new ArgumentException(
                $"RewardWeights names {string.Join(", ", unknown)}, but the reward terms are {string.Join(", ", names)}.");
        weights = [.. names.Select(name => given.GetValueOrDefault(name))];
        Norms = [.. names.Select(_ => 1.0)];
        IsBalanced = weights.Count(weight => weight != 0) > 1;
    }

    /// <summary>[terms] factor of each term, 1 / |mean contribution per episode|, 1 until an episode has ended; null
    /// unless weights are given.</summary>
    public double[]? Norms { get; }

    /// <summary>Whether it is the sum of the terms: the simulation's own reward.</summary>
    public bool IsSum => function is null && change is null && weights is null;

    /// <summary>Whether the unit of the reward changes from iteration to iteration: with several terms that have a
    /// weight.</summary>
    public bool IsBalanced { get; }

    /// <summary>Whether a reward depends on the terms before the step as well: then <see cref="EpisodeRewards"/> calls
    /// <see cref="Combine(in Reward, in Reward)"/>.</summary>
    public bool IsOfChange => change is not null;

    /// <summary>The reward of an agent's last step; an exception of the user's function is reported as the function's,
    /// not as the simulation's.</summary>
    public double Combine(SimulationDriver driver, int agent)
    {
        if (function is not null)
            driver.Rewarding(agent);
        return Combine(driver.Rewards(agent));
    }

    /// <summary>The reward of one agent's step.</summary>
    /// <param name="terms">[terms] in their order.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Combine(ReadOnlySpan<double> terms)
    {
        if (function is not null)
            return ByFunction(terms);
        var sum = 0.0;
        if (weights is not null)
            for (var i = 0; i < weights.Length; i++)
                sum += terms[i] * weights[i] * Norms![i];
        else
            foreach (var term in terms)
                sum += term;
        return sum;
    }

    /// <summary>The reward of what happened between two decisions of one agent.</summary>
    /// <param name="before">The terms at its previous decision.</param>
    /// <param name="after">Those before its next one, or at the end.</param>
    public double Combine(in Reward before, in Reward after)
    {
        var combined = change!(before, after);
        if (double.IsFinite(combined))
            return combined;
        var (was, now) = (before, after);
        throw NotFinite(combined, names.Select(name => $"{name} = {(double)was[name]} → {(double)now[name]}"));
    }

    /// <summary>The terms by name, as functions see them.</summary>
    /// <param name="terms">[terms] in their order.</param>
    public Reward Named(ReadOnlySpan<double> terms)
    {
        Reward reward = default;
        for (var i = 0; i < names.Length; i++)
            reward[names[i]] = terms[i];
        return reward;
    }

    /// <summary>Carries over the norms.</summary>
    public void Transfer(StateTransfer state) => state.Pass(Norms.AsSpan());

    /// <summary>Re-estimates the norms from the episodes of the last iteration: norm = 1 / |mean contribution of the
    /// term an episode|, as in the original. A term that contributed nothing keeps its norm, and so does a single
    /// term.</summary>
    /// <param name="meanTerms">[terms] mean over episodes of the term summed over the episode.</param>
    public void Balance(ReadOnlySpan<double> meanTerms)
    {
        if (IsBalanced)
            for (var i = 0; i < Norms!.Length; i++)
                if (Math.Abs(meanTerms[i]) > 1e-9)
                    Norms[i] = 1 / Math.Abs(meanTerms[i]);
    }

    double ByFunction(ReadOnlySpan<double> terms)
    {
        var combined = function!(Named(terms));
        return double.IsFinite(combined)
            ? combined
            : throw NotFinite(combined, names.Zip(terms.ToArray(), (name, term) => $"{name} = {term}"));
    }

    static BrokenRuleException NotFinite(double combined, IEnumerable<string> given) =>
        new($"it returned {combined} for {string.Join(", ", given)}: return a finite number");
}
