using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pathmind.Commands;

/// <summary>A training as lines of JSON for other programs: an iteration each, at most five a second, and one for the end. Names as in progress.csv.</summary>
/// <param name="writeLine">Takes each line.</param>
/// <param name="totalSteps">Steps after which training ends; null if nobody knows.</param>
internal sealed class JsonProgress(Action<string> writeLine, long? totalSteps)
{
    const double Interval = 0.2;                                         // seconds

    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    double lastAt = double.NegativeInfinity;
    IterationRow? unwritten;

    /// <summary>After every iteration.</summary>
    public void Report(IterationRow row)
    {
        unwritten = row;
        if (row.Seconds - lastAt >= Interval)
            WriteLast();
    }

    /// <summary>The last iteration, if it has not been written, and how training ended.</summary>
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
        (string Name, double? Value)[] numbers =
        [
            ("iteration", row.Iteration), ("steps", row.Steps), ("total_steps", totalSteps), ("episodes", row.Episodes), ("reward_mean", row.RewardMean), ("reward_min", row.RewardMin),
            ("reward_max", row.RewardMax), .. row.Terms.Select(term => ($"reward_{term.Key}", (double?)term.Value)), ("length_mean", row.LengthMean), ("entropy", row.Entropy), ("kl", row.Kl),
            ("clip_fraction", row.ClipFraction), ("policy_loss", row.PolicyLoss), ("value_loss", row.ValueLoss), ("explained_variance", row.ExplainedVariance),
            ("learning_rate", row.LearningRate), ("steps_per_second", Math.Round(row.StepsPerSecond)), ("seconds", Math.Round(row.Seconds, 3)),
        ];
        foreach (var (name, value) in numbers)
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
