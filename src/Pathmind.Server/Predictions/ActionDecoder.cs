using System.Text.Json;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Server.Predictions;

/// <summary>The action taken on a policy's outputs, the best or a drawn one, and how probable it is.</summary>
/// <remarks>The probability of choices is the product over them: parts are decided independently. With real numbers it
/// is the density at the number before it is clipped, in units of the action, as RLlib's <c>action_prob</c>
/// was.</remarks>
internal sealed class ActionDecoder(KindPlaces places)
{
    readonly ActionLayout actions = places.Kind.Actions;
    readonly float[] action = new float[places.Action.Length], probabilities = new float[places.Logits.Length];
    readonly float[] mean = new float[places.Reals.Length], logStd = new float[places.Reals.Length];
    readonly JsonEncodedText[][] names =
        [.. places.Kind.Actions.Names.Select(head => head.Select(name => JsonEncodedText.Encode(name)).ToArray())];
    double probability;

    /// <summary>Whether all numbers of the last decision are finite: with huge observations a network may
    /// overflow.</summary>
    public bool IsFinite { get; private set; }

    /// <param name="outputs">After a run: <c>action</c>, and <c>logits</c> and/or <c>mean</c> and
    /// <c>log_std</c>.</param>
    /// <param name="random">Draws the action; null takes the best.</param>
    public void Take(OnnxSession outputs, RandomStream? random)
    {
        Pick(outputs[PolicyGraph.Action].Floats, places.Action, action);
        if (actions.Logits > 0)
            Softmax(outputs[PolicyGraph.Logits].Floats);
        if (actions.Reals > 0)
        {
            Pick(outputs[PolicyGraph.Mean].Floats, places.Reals, mean);
            Pick(outputs[PolicyGraph.LogStd].Floats, places.Reals, logStd);
        }
        var logits = actions.Logits > 0 ? outputs[PolicyGraph.Logits].Floats : [];
        var logProbability = 0.0;
        for (var (i, head, from, real) = (0, 0, 0, 0); i < action.Length; i++)
            if (actions.IsChoice[i])
            {
                var alternatives = probabilities.AsSpan(from, actions.Heads[head]);
                if (random is not null)
                    action[i] = ActionSampler.DrawChoice(logits.AsSpan(places.Logits[from], alternatives.Length), random);
                logProbability += Math.Log(alternatives[(int)action[i]]);
                from += actions.Heads[head++];
            }
            else
            {
                var normal = random?.NextNormal() ?? 0;
                if (random is not null)
                    action[i] = MathF.Min(
                        MathF.Max(ActionSampler.DrawReal(mean[real], logStd[real], normal), actions.Low[real]), actions.High[real]);
                logProbability -= 0.5 * normal * (double)normal + logStd[real] + 0.5 * Math.Log(2 * Math.PI);
                real++;
            }
        IsFinite = double.IsFinite(logProbability) && AreFinite(action) && AreFinite(mean);
        probability = Math.Min(Math.Exp(logProbability), double.MaxValue);   // JSON has no infinity
    }

    /// <summary><c>"actions": [...], "probability": p</c>, and <c>"names": [...]</c> if choices have names.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray("actions"u8);
        for (var i = 0; i < action.Length; i++)
            if (actions.IsChoice[i])
                json.WriteNumberValue((int)action[i]);
            else
                json.WriteNumberValue(action[i]);
        json.WriteEndArray();
        json.WriteNumber("probability"u8, probability);
        if (actions.HasNames)
            WriteNames(json);
    }

    /// <summary>A name for each number of the action; null for what has none.</summary>
    void WriteNames(Utf8JsonWriter json)
    {
        json.WriteStartArray("names"u8);
        for (var (i, head) = (0, 0); i < action.Length; i++)
            if (!actions.IsChoice[i])
                json.WriteNullValue();
            else if (names[head++] is { Length: > 0 } choices)
                json.WriteStringValue(choices[(int)action[i]]);
            else
                json.WriteNullValue();
        json.WriteEndArray();
    }

    /// <summary><c>"choices": [[p, ...], ...]</c>, the probabilities of each choice's alternatives, and <c>"mean"</c>
    /// and <c>"std"</c> of the real numbers.</summary>
    public void WriteDistribution(Utf8JsonWriter json)
    {
        json.WriteStartArray("choices");
        var from = 0;
        foreach (var alternatives in actions.Heads)
        {
            json.WriteStartArray();
            foreach (var alternative in probabilities.AsSpan(from, alternatives))
                json.WriteNumberValue(alternative);
            json.WriteEndArray();
            from += alternatives;
        }
        json.WriteEndArray();
        json.WriteStartArray("mean");
        foreach (var number in mean)
            json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteStartArray("std");
        foreach (var logarithm in logStd)
            json.WriteNumberValue(MathF.Min(MathF.Exp(logarithm), float.MaxValue));
        json.WriteEndArray();
    }

    static void Pick(float[] all, int[] at, float[] own)
    {
        for (var i = 0; i < own.Length; i++)
            own[i] = all[at[i]];
    }

    static bool AreFinite(ReadOnlySpan<float> numbers)
    {
        foreach (var number in numbers)
            if (!float.IsFinite(number))
                return false;
        return true;
    }

    void Softmax(ReadOnlySpan<float> logits)
    {
        var from = 0;
        foreach (var alternatives in actions.Heads)
        {
            PolicyProbabilities.Of(logits.Slice(places.Logits[from], alternatives), probabilities.AsSpan(from, alternatives));
            from += alternatives;
        }
    }
}
