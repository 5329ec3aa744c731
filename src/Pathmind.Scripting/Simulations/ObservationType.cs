namespace Pathmind.Simulations;

/// <summary>What the numbers of an observation are, as its author wrote it. Two bits each in
/// <see cref="NamedSlots{T}"/>.</summary>
internal enum NumberForm : byte
{
    /// <summary>A float, a double, a decimal.</summary>
    Real,

    /// <summary>An int, a byte, a long.</summary>
    Whole,

    /// <summary>A bool: 1 or 0.</summary>
    Flag,

    /// <summary>A value of an enum.</summary>
    Named,
}

/// <summary>The type that the numbers of an observation had when it was first returned: for forms in which a person
/// enters them.</summary>
/// <param name="Form">Of all its numbers.</param>
/// <param name="Names">Of the numbers 0, 1, 2, …; empty unless it is an enum whose values are these.</param>
internal sealed record ObservationType(NumberForm Form, IReadOnlyList<string> Names)
{
    /// <summary>Name in files; an enum without names is a whole number.</summary>
    public string Word => Form switch { NumberForm.Flag => "bool", NumberForm.Real => "real", _ => "whole" };

    /// <summary>The Python name of the type, as in the original's schema.</summary>
    public string Python => Form switch { NumberForm.Flag => "bool", NumberForm.Real => "float", _ => "int" };

    /// <summary>The type that <see cref="Word"/> and the names describe; null for an unknown word.</summary>
    public static ObservationType? Of(string? word, IReadOnlyList<string> names) => word switch
    {
        "bool" => new(NumberForm.Flag, []),
        "real" => new(NumberForm.Real, []),
        "whole" => new(names.Count > 0 ? NumberForm.Named : NumberForm.Whole, names),
        _ => null,
    };

    /// <param name="form">Of the number.</param>
    /// <param name="type">The enum, if it is one.</param>
    public static ObservationType Of(NumberForm form, Type? type)
    {
        if (form != NumberForm.Named || type is null)
            return new(form, []);
        var values = Enum.GetValuesAsUnderlyingType(type);
        for (var i = 0; i < values.Length; i++)
            if (Convert.ToDouble(values.GetValue(i)) != i)
                return new(NumberForm.Whole, []);
        return new(form, Enum.GetNames(type));
    }

    /// <inheritdoc/>
    public bool Equals(ObservationType? other) => other is not null && Form == other.Form && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Form, Names.Count);
}
