using System.Text.Json;
using Pathmind.Simulations;

namespace Pathmind.Tool.Gym;

/// <summary>What a simulation in C# looks like, as JSON of the protocol (docs/gymnasium.md).</summary>
internal static class GymSpec
{
    /// <param name="driver">Of a simulation with one agent, whose terms and metrics are known.</param>
    public static byte[] Of(SimulationDriver driver)
    {
        var schema = driver.Schema;
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteNumber("protocol", 2);
            json.WriteString("simulation", schema.Simulation);
            json.WriteStartArray("agents");
            json.WriteStartObject();
            json.WriteStartArray("observation");
            for (var i = 0; i < schema.Observations.Names.Length; i++)
                WriteLeaf(json, schema.Observations, i);
            json.WriteEndArray();
            json.WriteStartArray("action");
            foreach (var part in schema.Actions.Space.Parts)
                WritePart(json, part);
            json.WriteEndArray();
            json.WriteNumber("mask", schema.HasMask ? schema.Actions.Logits : 0);
            json.WriteEndObject();
            json.WriteEndArray();
            WriteNames(json, "rewards", schema.Rewards!.Names);
            WriteNames(json, "metrics", schema.Metrics?.Names ?? []);
            json.WriteNumber("max_steps", driver.MaxSteps);
            json.WriteBoolean("shares", true);
            json.WriteEndObject();
        }
        return text.ToArray();
    }

    static void WriteLeaf(Utf8JsonWriter json, ObservationLayout layout, int index)
    {
        json.WriteStartObject();
        json.WriteString("name", layout.Names[index]);
        json.WriteNumber("numbers", layout.Lengths[index]);
        json.WriteBoolean("list", layout.IsList[index]);
        json.WriteEndObject();
    }

    static void WritePart(Utf8JsonWriter json, ActionSpace part)
    {
        json.WriteStartObject();
        if (part is Discrete discrete)
        {
            json.WriteStartArray("choices");
            for (var i = 0; i < discrete.Size; i++)
                json.WriteNumberValue(discrete.Choices);
            json.WriteEndArray();
            WriteNames(json, "names", discrete.Names);
        }
        else if (part is Continuous continuous)
        {
            WriteBounds(json, "low", continuous.Low);
            WriteBounds(json, "high", continuous.High);
            json.WriteStartArray("shape");
            foreach (var length in continuous.Shape)
                json.WriteNumberValue(length);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void WriteNames(Utf8JsonWriter json, string key, IEnumerable<string> names)
    {
        json.WriteStartArray(key);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    /// <summary>JSON knows no infinity: words stand for it, which Python's float() reads.</summary>
    static void WriteBounds(Utf8JsonWriter json, string key, IEnumerable<float> bounds)
    {
        json.WriteStartArray(key);
        foreach (var bound in bounds)
            if (float.IsFinite(bound))
                json.WriteNumberValue(bound);
            else
                json.WriteStringValue(bound > 0 ? "inf" : "-inf");
        json.WriteEndArray();
    }
}
