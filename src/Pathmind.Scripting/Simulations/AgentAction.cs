using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pathmind;

/// <summary>What one agent does in a step. A Discrete space is read with <see cref="Choice"/> or <see cref="Choices"/>, a Continuous one with
/// <see cref="Value"/> or <see cref="Values"/>, a Composite with both lists. A number or an array converts to it.</summary>
/// <remarks>The lists of an action that the kit chose are its buffers: valid until the agent's next action.</remarks>
public readonly struct AgentAction
{
    readonly int[]? choices;
    readonly float[]? values;
    readonly int choice;
    readonly float value;
    readonly Kind kind;

    AgentAction(Kind kind, int choice = 0, float value = 0, int[]? choices = null, float[]? values = null) =>
        (this.kind, this.choice, this.value, this.choices, this.values) = (kind, choice, value, choices, values);

    enum Kind : byte
    {
        None,
        Choice,
        Value,
        Lists,
    }

    /// <summary>Whether an action was chosen yet; false before an agent's first step.</summary>
    public bool IsNone => kind == Kind.None;

    /// <summary>The choice, in 0 .. choices - 1.</summary>
    /// <exception cref="InvalidOperationException">The action has not exactly one choice.</exception>
    public int Choice => kind == Kind.Choice ? choice : Choices.Length == 1 ? Choices[0] : throw Not(nameof(Choice));

    /// <summary>The real number, within its bounds.</summary>
    /// <exception cref="InvalidOperationException">The action has not exactly one real number.</exception>
    public float Value => kind == Kind.Value ? value : Values.Length == 1 ? Values[0] : throw Not(nameof(Value));

    /// <summary>All choices, in the order of the space; empty for a Continuous space.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Choices => kind == Kind.Choice ? new ReadOnlySpan<int>(in choice) : choices;

    /// <summary>All real numbers, in the order of the space; empty for a Discrete space.</summary>
    [UnscopedRef]
    public ReadOnlySpan<float> Values => kind == Kind.Value ? new ReadOnlySpan<float>(in value) : values;

    /// <summary>A choice.</summary>
    public static implicit operator AgentAction(int choice) => new(Kind.Choice, choice: choice);

    /// <summary>A real number.</summary>
    public static implicit operator AgentAction(float value) => new(Kind.Value, value: value);

    /// <summary>A real number, rounded to float32.</summary>
    public static implicit operator AgentAction(double value) => new(Kind.Value, value: (float)value);

    /// <summary>Several choices.</summary>
    public static implicit operator AgentAction(int[] choices) => new(Kind.Lists, choices: choices, values: []);

    /// <summary>Several real numbers.</summary>
    public static implicit operator AgentAction(float[] values) => new(Kind.Lists, choices: [], values: values);

    /// <summary>An action of a Composite space: all its choices and all its real numbers, each in the order of the parts.</summary>
    public static AgentAction Of(int[] choices, float[] values) => new(Kind.Lists, choices: choices, values: values);

    /// <inheritdoc/>
    public override string ToString() => kind switch
    {
        Kind.None => "none",
        Kind.Choice => choice.ToString(CultureInfo.InvariantCulture),
        Kind.Value => value.ToString(CultureInfo.InvariantCulture),
        _ => $"[{string.Join(", ", choices!.Select(c => c.ToString(CultureInfo.InvariantCulture)).Concat(values!.Select(v => v.ToString(CultureInfo.InvariantCulture))))}]",
    };

    InvalidOperationException Not(string property) => new(IsNone
        ? $"No action was chosen yet: {property} can be read in Step(), after SetAction."
        : $"The action {this} has {Choices.Length} choices and {Values.Length} real numbers: .{property} needs exactly one; read "
            + (property == nameof(Choice) ? ".Choices, .Value or .Values." : ".Values, .Choice or .Choices."));
}
