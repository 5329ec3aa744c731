using System.Buffers;
using System.Text.Json;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>A policy on a policy server: each decision is a request over a connection that stays open.</summary>
/// <remarks>Speaks the original server's protocol (POST /predict/ with the named observation); a server that offers
/// /predict_batch/ in its schema decides for all agents of a step in one request.</remarks>
internal sealed class ServerPolicy(string url, string apiKey, CancellationToken cancellation) : Policy
{
    readonly PolicyServerConnection connection = new(url, apiKey, cancellation);
    readonly ArrayBufferWriter<byte> body = new();
    SimulationSchema? simulation;
    ServerSchema server = ServerSchema.Unknown;
    PolicyStates? states;
    int?[] kinds = [];                                                   // [kinds of the simulation] number of the server's

    public override string Name => "server";

    public override AgentAction Decide(in PolicyInput input)
    {
        var schema =
            simulation ?? throw new InvalidOperationException("A policy on a server needs a simulation: use it with Run or Compare.");
        using var request = Begin();
        Write(request, schema, input.Agent, input.Values, input.ActionMask);
        request.Flush();
        using var answer = connection.Post("predict/", body.WrittenMemory);
        return Take(input.Agent, answer.RootElement);
    }

    public override void BeginEpisode(int agent) => states?.Begin(agent);

    /// <summary>Asks for the server's schema: what does not fit is reported before the first step. A server without one
    /// is asked as it is.</summary>
    internal override void Prepare(SimulationSchema schema)
    {
        simulation = schema;
        using var answer = connection.Get("schema");
        server = answer is null ? ServerSchema.Unknown : ServerSchema.Of(answer.RootElement);
        kinds = server.Match(schema, connection.Address);
        states = server.StateSize > 0 ? new(schema.Agents, server.StateSize, isRecurrent: false) : null;
    }

    /// <inheritdoc/>
    internal override bool DecidesTogether => server.MaxBatch > 1;

    /// <inheritdoc/>
    internal override void DecideTogether(
        ReadOnlySpan<int> agents, ReadOnlySpan<float[]> observations, ReadOnlySpan<bool[]?> masks, Span<AgentAction> actions)
    {
        var schema = simulation!;
        for (var from = 0; from < observations.Length; from += server.MaxBatch)
        {
            var count = Math.Min(server.MaxBatch, observations.Length - from);
            using var request = Begin();
            request.WriteStartObject();
            request.WriteStartArray("observations");
            for (var i = from; i < from + count; i++)
                Write(request, schema, agents[i], observations[i], masks[i]);
            request.WriteEndArray();
            request.WriteEndObject();
            request.Flush();
            using var answer = connection.Post("predict_batch/", body.WrittenMemory);
            if (!answer.RootElement.TryGetProperty("predictions", out var predictions) || predictions.ValueKind != JsonValueKind.Array
                || predictions.GetArrayLength() != count)
                throw NoAnswer(answer.RootElement, $"{count} predictions");
            for (var i = 0; i < count; i++)
                actions[from + i] = Take(agents[from + i], predictions[i]);
        }
    }

    Utf8JsonWriter Begin()
    {
        body.ResetWrittenCount();
        return new(body);
    }

    /// <summary>The named observation, in the simulation's order: lists as lists, numbers with all digits of float32;
    /// before it the agent's kind, if the server knows several; behind it what a policy with a memory
    /// remembers.</summary>
    void Write(Utf8JsonWriter json, SimulationSchema schema, int agent, ReadOnlySpan<float> values, bool[]? mask)
    {
        var layout = schema.KindOf(agent).Observations;
        json.WriteStartObject();
        if (kinds[schema.KindNumber(agent)] is { } kind)
            json.WriteNumber(AgentUnion.KindName, kind);
        for (var i = 0; i < layout.Names.Length; i++)
            if (layout.IsList[i])
            {
                json.WriteStartArray(layout.Names[i]);
                foreach (var number in values.Slice(layout.Offset(i), layout.Lengths[i]))
                    json.WriteNumberValue(number);
                json.WriteEndArray();
            }
            else
                json.WriteNumber(layout.Names[i], values[layout.Offset(i)]);
        if (mask is not null)
        {
            json.WriteStartArray("action_mask");
            foreach (var allowed in mask)
                json.WriteBooleanValue(allowed);
            json.WriteEndArray();
        }
        if (states?.Of(agent) is { } state)
        {
            json.WriteStartArray("state");
            foreach (var number in state)
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>An agent's action; what the policy remembers of the agent is kept for its next decision.</summary>
    AgentAction Take(int agent, JsonElement prediction)
    {
        var action = ToAction(simulation!.KindOf(agent).Actions, prediction);
        if (states is null)
            return action;
        if (!prediction.TryGetProperty("state", out var numbers) || numbers.ValueKind != JsonValueKind.Array
            || numbers.GetArrayLength() != server.StateSize
            || numbers.EnumerateArray().Any(number => number.ValueKind != JsonValueKind.Number))
            throw NoAnswer(prediction, $"\"state\" with {Counted.Of(server.StateSize, "number")}, as its schema says");
        states.Write(agent, [.. numbers.EnumerateArray().Select(number => number.GetSingle())]);
        return action;
    }

    AgentAction ToAction(ActionLayout layout, JsonElement prediction)
    {
        if (prediction.ValueKind != JsonValueKind.Object || !prediction.TryGetProperty("actions", out var numbers)
            || numbers.ValueKind != JsonValueKind.Array || numbers.GetArrayLength() != layout.Size
            || numbers.EnumerateArray().Any(number => number.ValueKind != JsonValueKind.Number))
            throw NoAnswer(prediction, $"\"actions\" with {Counted.Of(layout.Size, "number")}, as {layout.Space} needs them");
        List<int> choices = [];
        List<float> values = [];
        foreach (var (i, number) in numbers.EnumerateArray().Index())
            if (!layout.IsChoice[i])
                values.Add((float)number.GetDouble());
            else if (number.GetDouble() is var choice && choice == Math.Floor(choice) && Math.Abs(choice) <= int.MaxValue)
                choices.Add((int)choice);                                // some servers write 2.0
            else
                throw NoAnswer(prediction, $"a whole number as action {i}");
        return layout.ToAction([.. choices], [.. values]);
    }

    InvalidDataException NoAnswer(JsonElement answer, string needed)
    {
        var text = PolicyServerConnection.Short(answer.GetRawText());
        return new($"The policy server at {connection.Address} answered {text}, but the answer must have {needed}. "
            + "Is it a policy for this simulation?");
    }
}
