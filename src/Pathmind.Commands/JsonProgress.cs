using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>A training as lines of JSON for other programs: one per iteration, at most five per second, and one for the
/// end. Names are those of progress.csv.</summary>
/// <param name="writeLine">Takes each line.</param>
/// <param name="totalSteps">Steps after which training ends; null if unknown.</param>
internal sealed class JsonProgress(Action<string> writeLine, long? totalSteps)
{
    const double Interval = 0.2;                                         // seconds

    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    double lastAt = double.NegativeInfinity;
    IterationRow? unwritten;
    int? seed;

    /// <summary>Takes a row after every iteration.</summary>
    public void Report(IterationRow row) => Report(null, row);

    /// <summary>Takes a row of one of several trainings, which differ in their seed.</summary>
    public void Report(int? ofSeed, IterationRow row)
    {
        (seed, unwritten) = (ofSeed, row);
        if (row.Seconds - lastAt >= Interval)
            WriteLast();
    }

    /// <summary>Writes the last iteration, if it has not been written, and how training ended.</summary>
    public void End(TrainingResult result, string? folder)
    {
        WriteLast();
        writeLine(Line(writer =>
        {
            writer.WriteString("event", "end");
            writer.WriteString("stop", result.Stop.ToString());
            writer.WriteString("message", result.Message);
            writer.WriteString("folder", folder);
        }));
    }

    /// <summary>Writes how the trainings of several seeds ended.</summary>
    public void End(SeedsResult result, string? folder)
    {
        writeLine(Line(writer =>
        {
            writer.WriteString("event", "end");
            writer.WriteString("stop", $"{(result.IsComplete ? result.Kept.Training.Stop : StopReason.Interrupted)}");
            writer.WriteString("folder", folder);
            result.Write(writer);
        }));
    }

    /// <summary>Writes what a sweep found.</summary>
    public void End(SweepResult result, string? folder)
    {
        writeLine(Line(writer =>
        {
            writer.WriteString("event", "end");
            writer.WriteString("stop", $"{(result.IsComplete ? StopReason.Steps : StopReason.Interrupted)}");
            writer.WriteString("folder", folder);
            result.Write(writer);
        }));
    }

    /// <summary>The line of a training that ended before it had learnt anything.</summary>
    public static string Ended(StopReason stop, string message) => Line(writer =>
    {
        writer.WriteString("event", "end");
        writer.WriteString("stop", stop.ToString());
        writer.WriteString("message", message);
        writer.WriteNull("folder");
    });

    void WriteLast()
    {
        if (unwritten is not { } row)
            return;
        writeLine(Line(writer => WriteRow(writer, row)));
        (lastAt, unwritten) = (row.Seconds, null);
    }

    void WriteRow(Utf8JsonWriter writer, IterationRow row)
    {
        writer.WriteString("event", "progress");
        if (seed is { } ofSeed)
            writer.WriteNumber("seed", ofSeed);
        writer.WritePropertyName("total_steps");
        if (totalSteps is { } total)
            writer.WriteNumberValue(total);
        else
            writer.WriteNullValue();
        foreach (var (name, value) in ProgressColumns.Of(row))
            if (value is { } number && double.IsFinite(number))
                writer.WriteNumber(name, number);
            else
                writer.WriteNull(name);
    }

    static string Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Json))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
