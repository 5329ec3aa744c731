using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Pathmind.Files;

/// <summary>JSON as text, written number by number.</summary>
internal static class JsonText
{
    /// <summary>The text of what a function writes.</summary>
    public static string Of(Action<Utf8JsonWriter> write, JsonWriterOptions options = default)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, options))
            write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes an array of numbers. JSON has no NaN and no infinity: they are written as null.</summary>
    /// <param name="writer">Receives the array.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="numbers">Any number of them.</param>
    /// <param name="write">Writes one that is finite.</param>
    public static void WriteNumbers<T>(Utf8JsonWriter writer, string name, IEnumerable<T> numbers, Action<T> write)
        where T : INumberBase<T>
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            if (T.IsFinite(number))
                write(number);
            else
                writer.WriteNullValue();
        writer.WriteEndArray();
    }
}
