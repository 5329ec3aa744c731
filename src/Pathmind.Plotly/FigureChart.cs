using System.Text.Json;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace Pathmind.Charts;

/// <summary>A Plotly figure in JSON as a chart of Plotly.NET; axes and titles in the types that its styling functions
/// look for.</summary>
internal static class FigureChart
{
    public static GenericChart Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var traces = document.RootElement.GetProperty("data").EnumerateArray().Select(TraceOf);
        var layout = Fill(new Layout(), document.RootElement.GetProperty("layout"));
        return GenericChart.fromFigure(new Figure(ListModule.OfSeq(traces), layout, ListModule.Empty<Frame>()));
    }

    static Trace TraceOf(JsonElement trace) => Fill(new Trace(trace.GetProperty("type").GetString()), trace);

    static T Fill<T>(T target, JsonElement source)
        where T : DynamicObj.DynamicObj
    {
        foreach (var property in source.EnumerateObject().Where(property => property.Name != "type" || target is not Trace))
            target.SetProperty(property.Name, ValueOf(property.Name, property.Value));
        return target;
    }

    static object? ValueOf(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when name.StartsWith("xaxis", StringComparison.Ordinal)
            || name.StartsWith("yaxis", StringComparison.Ordinal) => Fill(new LinearAxis(), value),
        JsonValueKind.Object when name == "title" => Fill(new Title(), value),
        JsonValueKind.Object when name == "font" => Fill(new Font(), value),
        JsonValueKind.Object => Fill(new DynamicObj.DynamicObj(), value),
        JsonValueKind.Array => value.EnumerateArray().Select(item => ValueOf("", item)).ToArray(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        _ => null,
    };
}
