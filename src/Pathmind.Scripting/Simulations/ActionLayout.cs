using System.Runtime.CompilerServices;
using Pathmind.Words;

namespace Pathmind.Simulations;

/// <summary>An action space taken apart for a network: the choices ("heads") and the real numbers of all parts, each in
/// the order of writing. A flat action lists the same numbers in the order of the parts: one per choice, one per real
/// number.</summary>
internal sealed class ActionLayout
{
    /// <summary>Takes a space apart.</summary>
    public ActionLayout(ActionSpace space)
    {
        Space = space;
        List<int> heads = [];
        List<IReadOnlyList<string>> names = [];
        List<float> low = [], high = [];
        List<bool> order = [];
        foreach (var part in space.Parts)
            if (part is Discrete discrete)
            {
                heads.AddRange(Enumerable.Repeat(discrete.Choices, discrete.Size));
                names.AddRange(Enumerable.Repeat(discrete.Names, discrete.Size));
                order.AddRange(Enumerable.Repeat(true, discrete.Size));
            }
            else if (part is Continuous continuous)
            {
                low.AddRange(continuous.Low);
                high.AddRange(continuous.High);
                order.AddRange(Enumerable.Repeat(false, continuous.Size));
            }
        (Heads, Names, Low, High, IsChoice) = ([.. heads], [.. names], [.. low], [.. high], [.. order]);
        Logits = heads.Sum();
    }

    /// <summary>The space that was taken apart.</summary>
    public ActionSpace Space { get; }

    /// <summary>[choices made] number of alternatives of each.</summary>
    public int[] Heads { get; }

    /// <summary>[choices made][alternatives] names of each; an empty list for a choice without names.</summary>
    public IReadOnlyList<string>[] Names { get; }

    /// <summary>Whether a choice has named alternatives.</summary>
    public bool HasNames => Array.Exists(Names, names => names.Count > 0);

    /// <summary>[real numbers] bounds.</summary>
    public float[] Low { get; }

    /// <inheritdoc cref="Low"/>
    public float[] High { get; }

    /// <summary>[Size] whether the flat action's number is a choice (true) or a real number, in the order of the
    /// parts.</summary>
    public bool[] IsChoice { get; }

    /// <summary>Sum of the alternatives: length of logits and mask.</summary>
    public int Logits { get; }

    /// <summary>Number of real numbers.</summary>
    public int Reals => Low.Length;

    /// <summary>Length of a flat action.</summary>
    public int Size => IsChoice.Length;

    public bool IsSingleChoice => Heads.Length == 1 && Low.Length == 0;

    public bool IsSingleReal => Heads.Length == 0 && Low.Length == 1;

    /// <summary>The name of an alternative; its number where it has none.</summary>
    public string NameOf(int head, int choice) => Names[head].Count > 0 ? Names[head][choice] : $"{choice}";

    /// <summary>As <see cref="NameOf"/>, for a message: a name in quotes, so that its words are not read as the
    /// message's.</summary>
    string QuotedNameOf(int head, int choice) => Names[head].Count > 0 ? $"'{Names[head][choice]}'" : $"{choice}";

    /// <summary>An action of these numbers, as this space writes it: the choice or the number alone, or the
    /// lists.</summary>
    /// <param name="choices">[Heads]; kept, not copied, if lists are written.</param>
    /// <param name="values">[Reals]; likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AgentAction ToAction(int[] choices, float[] values) =>
        IsSingleChoice ? choices[0] : IsSingleReal ? values[0] : AgentAction.Of(choices, values);

    /// <summary>The action as this space writes it: a whole number given for the one real number of a Continuous space
    /// counts as that number, a name as its choice.</summary>
    /// <exception cref="BrokenRuleException">The action is not one of the space; the message says why.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AgentAction Conform(in AgentAction action)
    {
        var choices = action.Choices;
        var values = action.Values;
        if (IsSingleReal && choices.Length == 1 && values.Length == 0)
            return Conform((float)choices[0]);
        if (choices.Length != Heads.Length || values.Length != Low.Length)
            return OfNames(in action);
        for (var i = 0; i < choices.Length; i++)
            if ((uint)choices[i] >= (uint)Heads[i])
                throw new BrokenRuleException($"the choice {choices[i]} is not in 0 .. {Heads[i] - 1}, as {Space} needs it");
        for (var i = 0; i < values.Length; i++)
            if (!(values[i] >= Low[i] && values[i] <= High[i]))
                throw new BrokenRuleException($"the number {values[i]} is not in {Low[i]} .. {High[i]}, as {Space} needs it");
        return action;
    }

    /// <summary>The action whose choices are given by name.</summary>
    /// <exception cref="BrokenRuleException">A choice has no such name, or the action has other parts than the
    /// space.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public AgentAction OfNames(in AgentAction action)
    {
        var names = action.Names;
        if (!action.IsNamed || names.Length != Heads.Length || Reals > 0)
            throw new BrokenRuleException(
                $"the action {action} has {Counted.Of(action.Choices.Length + names.Length, "choice")} and "
                + $"{Counted.Of(action.Values.Length, "real number")}, "
                + $"but {Space} needs {Heads.Length} and {Low.Length}{Form}");
        var choices = new int[names.Length];
        for (var head = 0; head < choices.Length; head++)
        {
            var wanted = names[head];
            choices[head] = Names[head].Index().FirstOrDefault(entry => entry.Item == wanted, (Index: -1, Item: "")).Index;
            if (choices[head] < 0)
                throw new BrokenRuleException(Names[head].Count > 0
                    ? $"the choice '{names[head]}' is not one of {Space}"
                    : $"the choice '{names[head]}' is a name, but those of {Space} have none: "
                        + $"name them, as in new Discrete([\"{names[head]}\", …])");
        }
        return IsSingleChoice ? choices[0] : choices;
    }

    /// <summary>How a mixed action is written: no number alone, and no array, converts to it.</summary>
    string Form => Heads.Length > 0 && Reals > 0
        ? $": write AgentAction.Of([{(Heads.Length > 1 ? "choice, …" : "choice")}], [{(Reals > 1 ? "number, …" : "number")}])" : "";

    /// <summary>Refuses a mask that cannot be one of this space.</summary>
    /// <exception cref="BrokenRuleException">Its length is wrong, or a choice has no allowed alternative.</exception>
    public void RequireMask(bool[]? mask)
    {
        if (mask is null || mask.Length != Logits)
            throw new BrokenRuleException(
                $"the mask has {mask?.Length.ToString() ?? "no"} entries, but {Space} needs {Logits}, at every step");
        var from = 0;
        for (var head = 0; head < Heads.Length; head++)
        {
            if (!mask.AsSpan(from, Heads[head]).Contains(true))
                throw new BrokenRuleException($"the mask allows no alternative of choice {head}: allow at least one");
            from += Heads[head];
        }
    }

    /// <summary>Refuses what is forbidden now.</summary>
    /// <param name="action">One of the space.</param>
    /// <param name="mask">[Logits] whether each alternative is allowed.</param>
    /// <exception cref="BrokenRuleException">A choice is masked; the message lists the allowed ones.</exception>
    public void RequireAllowed(in AgentAction action, ReadOnlySpan<bool> mask)
    {
        var choices = action.Choices;
        for (var (head, from) = (0, 0); head < choices.Length; from += Heads[head++])
            if (!mask[from + choices[head]])
            {
                var here = head;
                var allowed = mask.Slice(from, Heads[head]).ToArray().Index().Where(entry => entry.Item)
                    .Select(entry => QuotedNameOf(here, entry.Index));
                var which = choices.Length > 1 ? $" (number {head} of the {choices.Length})" : "";
                throw new BrokenRuleException(
                    $"the choice {QuotedNameOf(head, choices[head])}{which} is masked: allowed now are {string.Join(", ", allowed)}");
            }
    }
}
