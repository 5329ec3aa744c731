using System.Text.Json;

namespace Pathmind.Server.Predictions;

/// <summary>What is wrong with a request's fields, in the shape of FastAPI and pydantic 1:
/// <c>{"detail":[{"loc":["body","x"],"msg":"field required","type":"value_error.missing"}]}</c>. Costs nothing until
/// the first error.</summary>
internal sealed class FieldErrors
{
    /// <summary>The most that are listed: an answer must not grow with a hostile request.</summary>
    const int MaxListed = 64;

    readonly List<(object[] Location, string Message, string Type, int? Limit)> errors = [];

    /// <summary>The batch's row that is being read; null outside a batch.</summary>
    public int? Row { get; set; }

    public bool Any => errors.Count > 0;

    public void Clear()
    {
        errors.Clear();
        Row = null;
    }

    public void Missing(string field) => Add("field required", "value_error.missing", field);

    public void Duplicate(string field) => Add("field given twice", "value_error.duplicate", field);

    public void NotAnObject(string? field = null) => Add("value is not a valid dict", "type_error.dict", field);

    public void NotAList(string field) => Add("value is not a valid list", "type_error.list", field);

    public void NotANumber(string field, int? index, bool isNull) =>
        Add(isNull ? "none is not an allowed value" : "value is not a valid float", isNull ? "type_error.none.not_allowed"
            : "type_error.float", field, index);

    public void NotFinite(string field, int? index) =>
        Add("ensure this value is finite and fits into float32", "value_error.number.not_finite", field, index);

    public void TooFew(string field, int limit) =>
        Add($"ensure this value has at least {limit} items", "value_error.list.min_items", field, limit: limit);

    public void TooMany(string field, int limit) =>
        Add($"ensure this value has at most {limit} items", "value_error.list.max_items", field, limit: limit);

    public void UnknownKind(string field, string message) => Add(message, "value_error.agent_kind", field);

    public void NothingAllowed(string field) =>
        Add("ensure that each decision has at least one allowed choice", "value_error.action_mask", field);

    /// <summary>What a request says of an agent's memory contradicts itself.</summary>
    public void Session(string message) => Add(message, "value_error.session", ObservationFields.SessionName);

    /// <summary>The numbers are valid, but so large that the network's own overflow.</summary>
    public void NoAnswer() => Add("the policy has no finite answer to these numbers", "value_error.no_answer", field: null);

    /// <summary>The body is not JSON.</summary>
    public void Malformed(string message, long position)
    {
        errors.Clear();
        errors.Add((["body", position], message, "value_error.jsondecode", null));
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("detail");
        foreach (var (location, message, type, limit) in errors)
        {
            json.WriteStartObject();
            json.WriteStartArray("loc");
            foreach (var part in location)
                if (part is string name)
                    json.WriteStringValue(name);
                else
                    json.WriteNumberValue(Convert.ToInt64(part));
            json.WriteEndArray();
            json.WriteString("msg", message);
            json.WriteString("type", type);
            if (limit is { } value)
            {
                json.WriteStartObject("ctx");
                json.WriteNumber("limit_value", value);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void Add(string message, string type, string? field, int? index = null, int? limit = null)
    {
        if (errors.Count < MaxListed)
            errors.Add((
            [
                "body",
                .. Row is { } row ? new object[] { PredictionReader.Observations, row } : [],
                .. field is null ? Array.Empty<object>() : [field],
                .. index is { } i ? new object[] { i } : [],
            ], message, type, limit));
    }
}
