using System.Runtime.CompilerServices;

namespace Pathmind.Simulations;

/// <summary>Names of reward terms or metrics in the order of writing.</summary>
internal sealed class TermLayout
{
    /// <exception cref="BrokenRuleException">A name is empty or written twice.</exception>
    public TermLayout(in NamedSlots<double> first)
    {
        Names = first.Names();
        if (Names.Any(string.IsNullOrWhiteSpace))
            throw new BrokenRuleException("a name is empty");
        if (Names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BrokenRuleException(NameDifference.Describe([], Names));
    }

    public string[] Names { get; }

    /// <summary>Copies the terms into their order.</summary>
    /// <param name="slots">Names equal to <see cref="Names"/>, in any order.</param>
    /// <param name="destination">[Names.Length].</param>
    /// <exception cref="BrokenRuleException">Another name, or a number that is not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(in NamedSlots<double> slots, Span<double> destination)
    {
        var names = Names;
        if (slots.Count != names.Length)
            throw new BrokenRuleException(NameDifference.Describe(names, slots.Names()));
        for (var i = 0; i < names.Length; i++)
        {
            var number = slots.Entry(i, out var name, out _)[0];
            if (!ReferenceEquals(name, names[i]) && name != names[i])
                number = slots.IndexOf(names[i]) is >= 0 and var index
                    ? slots.Entry(index, out _, out _)[0]
                    : throw new BrokenRuleException(NameDifference.Describe(names, slots.Names()));
            destination[i] = double.IsFinite(number)
                ? number
                : throw new BrokenRuleException($"'{names[i]}' is {number}: every number must be finite");
        }
    }
}
