using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>What one agent does in a step. A Discrete space is read with <see cref="Choice"/> or <see cref="Choices"/>,
/// a Continuous one with <see cref="Value"/> or <see cref="Values"/>, a Composite with both lists. A number, an array,
/// an enum's value and the name of a choice convert to it.</summary>
/// <remarks>The lists of an action that the kit chose are its buffers: valid until the agent's next action.</remarks>
public readonly struct AgentAction
{
    readonly Array? choices;                                             // int[], or string[] where the choices are named
    readonly float[]? values;
    readonly int choice;
    readonly float value;
    readonly Kind kind;

    AgentAction(Kind kind, int choice = 0, float value = 0, Array? choices = null, float[]? values = null) =>
        (this.kind, this.choice, this.value, this.choices, this.values) = (kind, choice, value, choices, values);

    enum Kind : byte
    {
        None,
        Choice,
        Value,
        Lists,
        Names,
    }

    /// <summary>Whether an action was chosen yet; false before an agent's first step.</summary>
    public bool IsNone => kind == Kind.None;

    /// <summary>Whether the choices are names that only the action space can turn into numbers.</summary>
    internal bool IsNamed => kind == Kind.Names;

    /// <summary>The names of the choices; empty where they are numbers.</summary>
    internal ReadOnlySpan<string> Names => kind == Kind.Names ? (string[])choices! : [];

    /// <summary>The choice, in 0 .. choices - 1.</summary>
    /// <exception cref="InvalidOperationException">The action has not exactly one choice.</exception>
    public int Choice => kind == Kind.Choice ? choice : Choices.Length == 1 ? Choices[0] : throw Not(nameof(Choice));

    /// <summary>The real number, within its bounds.</summary>
    /// <exception cref="InvalidOperationException">The action has not exactly one real number.</exception>
    public float Value => kind == Kind.Value ? value : Values.Length == 1 ? Values[0] : throw Not(nameof(Value));

    /// <summary>All choices, in the order of the space; empty for a Continuous space.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Choices =>
        kind == Kind.Choice ? new ReadOnlySpan<int>(in choice) : kind == Kind.Lists ? Unsafe.As<int[]>(choices) : default;

    /// <summary>All real numbers, in the order of the space; empty for a Discrete space.</summary>
    [UnscopedRef]
    public ReadOnlySpan<float> Values => kind == Kind.Value ? new ReadOnlySpan<float>(in value) : values;

    /// <summary>The choice as a value of the enum that names it: <c>Action[0].As&lt;Move&gt;()</c>.</summary>
    /// <exception cref="InvalidOperationException">The action has not exactly one choice, or the enum no such
    /// value.</exception>
    /// <exception cref="ArgumentException">The enum's values are not 0, 1, 2, …</exception>
    public TEnum As<TEnum>()
        where TEnum : struct, Enum => ChoiceEnum<TEnum>.Of(Choice);

    /// <summary>A choice.</summary>
    public static implicit operator AgentAction(int choice) => new(Kind.Choice, choice: choice);

    /// <summary>A choice as the value of an enum, as of <see cref="Discrete.Of{TEnum}"/>.</summary>
    public static implicit operator AgentAction(Enum choice) =>
        new(Kind.Choice, choice: Convert.ToInt32(choice ?? throw NoChoice(), CultureInfo.InvariantCulture));

    /// <summary>A choice by its name in the action space.</summary>
    public static implicit operator AgentAction(string name) => new(Kind.Names, choices: new[] { name ?? throw NoChoice() });

    /// <summary>Several choices by their names.</summary>
    public static implicit operator AgentAction(string[] names) => new(Kind.Names, choices: names ?? throw NoChoice());

    /// <summary>A real number.</summary>
    public static implicit operator AgentAction(float value) => new(Kind.Value, value: value);

    /// <summary>A real number, rounded to float32.</summary>
    public static implicit operator AgentAction(double value) => new(Kind.Value, value: (float)value);

    /// <summary>Several choices.</summary>
    public static implicit operator AgentAction(int[] choices) => new(Kind.Lists, choices: choices, values: []);

    /// <summary>Several real numbers.</summary>
    public static implicit operator AgentAction(float[] values) => new(Kind.Lists, choices: Array.Empty<int>(), values: values);

    /// <summary>An action of a Composite space: all its choices and all its real numbers, each in the order of the
    /// parts.</summary>
    public static AgentAction Of(int[] choices, float[] values) => new(Kind.Lists, choices: choices, values: values);

    /// <inheritdoc/>
    public override string ToString() => kind switch
    {
        Kind.None => "none",
        Kind.Choice => choice.ToString(CultureInfo.InvariantCulture),
        Kind.Value => value.ToString(CultureInfo.InvariantCulture),
        Kind.Names => string.Join(", ", Names.ToArray()),
        _ => $"[{string.Join(", ", [.. Choices.ToArray().Select(Text), .. Values.ToArray().Select(Text)])}]",
    };

    static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);

    static ArgumentException NoChoice() => new("An action is null: give the number, the name or the enum's value of a choice.");

    InvalidOperationException Not(string property) => new(IsNone
        ? $"No action was chosen yet: {property} can be read in Step(), after SetAction."
        : IsNamed ? $"The action '{this}' is a name: .{property} can be read after Simulation.SetAction, which makes a number of it."
        : $"The action {this} has {Counted.Of(Choices.Length, "choice")} and {Counted.Of(Values.Length, "real number")}: .{property} "
            + "needs exactly one; read "
            + (property == nameof(Choice) ? ".Choices, .Value or .Values." : ".Values, .Choice or .Choices."));
}
