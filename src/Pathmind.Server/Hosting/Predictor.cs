using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Server.Hosting;
using Pathmind.Server.Predictions;
using Pathmind.Server.Protocol;
using Pathmind.Simulations;

namespace Pathmind.Server.Hosting;

/// <summary>Reads, decides and writes for one request at a time; holds all buffers for that, so that a prediction
/// allocates next to nothing.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The JSON writer writes to memory: it holds nothing that must be released.")]
internal sealed class Predictor
{
    /// <summary>Bytes beyond which an answer's buffer is not kept.</summary>
    const int KeptBytes = 1 << 18;

    readonly LoadedPolicy policy;
    readonly PredictionReader reader;
    readonly ActionDecoder[] decisions;                                       // [kinds of agents]
    readonly List<(string Key, float[] State, long Decisions)> remembered = [];
    readonly OnnxSession deciding;
    OnnxSession? everything;
    ArrayBufferWriter<byte> answer = new(1024);
    readonly Utf8JsonWriter json;

    /// <exception cref="InvalidDataException">The policy's graph cannot be run.</exception>
    public Predictor(LoadedPolicy policy, int maxBatch)
    {
        this.policy = policy;
        reader = new(policy.Fields, policy.Kinds, policy.Description.StateSize, maxBatch);
        decisions = [.. policy.Places.Select(places => new ActionDecoder(places))];
        deciding = new(policy.Deciding);
        deciding.Bind(rows: 1);
        json = new(answer);
    }

    /// <summary>The answer of the last call; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Answer => answer.WrittenMemory;

    /// <summary>Answers a request for predictions.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="form">What it should be.</param>
    /// <param name="random">Draws the actions; null takes the best ones.</param>
    /// <returns>Whether the policy decided; <see cref="Answer"/> lists what is wrong with invalid
    /// observations.</returns>
    public Outcome Predict(in ReadOnlySequence<byte> body, PredictionForm form, RandomStream? random)
    {
        var rows = Begin(body, form);
        if (rows == 0)
            return Outcome.Invalid;
        if (!HasRoom(rows))
            return Outcome.TooManySessions;
        json.WriteStartObject();
        if (form == PredictionForm.Batch)
            json.WriteStartArray("predictions");
        for (var row = 0; row < rows; row++)
        {
            Run(deciding, row);
            var decision = decisions[reader.Kind(row)];
            decision.Take(deciding, random);
            if (!decision.IsFinite)
                return Refuse(form == PredictionForm.Batch ? row : null);
            if (form == PredictionForm.Batch)
                json.WriteStartObject();
            decision.WriteTo(json);
            if (policy.Sessions is not null)
                Remember(row);
            if (form == PredictionForm.Batch)
                json.WriteEndObject();
        }
        foreach (var (key, state, count) in remembered)                  // only now: nothing can be refused any more
            policy.Sessions!.Keep(key, state, count);
        if (form == PredictionForm.Batch)
            json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return Outcome.Decided;
    }

    /// <summary>Answers a request for all outputs of the policy for an observation. A session goes on as if nothing had
    /// been asked.</summary>
    /// <inheritdoc cref="Predict" path="/param"/>
    /// <inheritdoc cref="Predict" path="/returns"/>
    public Outcome Distribution(in ReadOnlySequence<byte> body)
    {
        if (Begin(body, PredictionForm.Named) == 0)
            return Outcome.Invalid;
        if (everything is null)
        {
            everything = new(policy.Everything);
            everything.Bind(rows: 1);
        }
        Run(everything, row: 0);
        var decision = decisions[reader.Kind(0)];
        decision.Take(everything, random: null);
        var value = everything[PolicyGraph.Value].Floats[0];
        if (!decision.IsFinite || !float.IsFinite(value))
            return Refuse(row: null);
        json.WriteStartObject();
        decision.WriteTo(json);
        decision.WriteDistribution(json);
        json.WriteNumber("value", value);
        if (policy.Sessions is not null && reader.Memory(0).Session is null)
            WriteState(everything[PolicyGraph.NextState].Floats);
        json.WriteEndObject();
        json.Flush();
        return Outcome.Decided;
    }

    int Begin(in ReadOnlySequence<byte> body, PredictionForm form)
    {
        reader.Shrink();
        remembered.Clear();
        if (answer.Capacity > KeptBytes)
            answer = new(1024);
        answer.ResetWrittenCount();
        json.Reset(answer);
        var rows = reader.Read(body, form);
        if (rows == 0)
            WriteErrors();
        return rows;
    }

    /// <summary>Replaces what was written so far by an error: no answer to a row of a batch, or to the only
    /// observation.</summary>
    Outcome Refuse(int? row)
    {
        reader.Errors.Row = row;
        reader.Errors.NoAnswer();
        answer.ResetWrittenCount();
        json.Reset(answer);
        WriteErrors();
        return Outcome.Invalid;
    }

    void WriteErrors()
    {
        reader.Errors.WriteTo(json);
        json.Flush();
    }

    void Run(OnnxSession session, int row)
    {
        policy.Places[reader.Kind(row)].Spread(reader.Values(row), session[PolicyGraph.Observations].Floats);
        if (policy.Description.HasMask)
            WriteMask(session[PolicyGraph.Mask].Floats, policy.Places[reader.Kind(row)], reader.Mask(row));
        if (policy.Sessions is not null)
            ReadState(session[PolicyGraph.Observations].Floats, session[PolicyGraph.State].Floats, row);
        session.Run();
    }

    /// <summary>What the policy remembers at this row: what came with it, what its session has, else the beginning of
    /// an episode.</summary>
    void ReadState(float[] observation, float[] state, int row)
    {
        var memory = reader.Memory(row);
        if (memory.HasState)
            reader.State(row).CopyTo(state);
        else if (memory.Session is { } key && policy.Sessions!.Find(key) is { } kept)
            kept.State.CopyTo(state, 0);
        else
            PolicyStates.Begin(policy.Description.Memory > 0, observation, state);
    }

    /// <summary>The row's new state: part of the answer, or kept for its session, whose number of decisions is
    /// answered.</summary>
    void Remember(int row)
    {
        var state = deciding[PolicyGraph.NextState].Floats;
        if (reader.Memory(row).Session is not { } key)
        {
            WriteState(state);
            return;
        }
        var count = 1 + (policy.Sessions!.Find(key)?.Decisions ?? 0);
        remembered.Add((key, [.. state], count));
        json.WriteNumber("decisions"u8, count);
    }

    void WriteState(float[] state)
    {
        json.WriteStartArray("state"u8);
        foreach (var number in state)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>Whether the sessions of all rows may be kept.</summary>
    bool HasRoom(int rows)
    {
        if (policy.Sessions is not { } sessions)
            return true;
        for (var (row, before) = (0, 0); row < rows; row++)
            if (reader.Memory(row).Session is { } key && !sessions.HasRoom(key, before++))
                return false;
        return true;
    }

    /// <summary>The row's mask at its places; all is allowed where there is none.</summary>
    static void WriteMask(float[] numbers, KindPlaces places, ReadOnlySpan<float> mask)
    {
        numbers.AsSpan().Fill(1);
        for (var i = 0; i < mask.Length; i++)
            numbers[places.Logits[i]] = mask[i];
    }
}

/// <summary>How a request for predictions ended.</summary>
internal enum Outcome
{
    /// <summary>With the policy's answer.</summary>
    Decided,

    /// <summary>The observations are not valid, or the policy has no answer to them.</summary>
    Invalid,

    /// <summary>The server holds as many sessions as it may.</summary>
    TooManySessions,
}
