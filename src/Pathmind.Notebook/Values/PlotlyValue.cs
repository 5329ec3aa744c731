using System.Net;
using System.Reflection;

namespace Pathmind.Notebook.Values;

/// <summary>A chart of Plotly.NET, known by the name of its type, since the tool does not have that package: as a frame
/// that draws without network (its page is made by the package Pathmind.Plotly), and as a figure for front ends that
/// draw it themselves.</summary>
internal static class PlotlyValue
{
    const string Chart = "Plotly.NET.GenericChart";

    /// <summary>Null for any other value.</summary>
    public static IReadOnlyDictionary<string, string>? Of(object? value)
    {
        var type = value?.GetType();
        while (type is not null && type.FullName != Chart)
            type = type.BaseType;
        if (type is null)
            return null;
        Dictionary<string, string> bundle =
            new() { ["text/plain"] = "a Plotly.NET chart: chart.SaveOffline(\"chart.html\") writes it as a page" };
        if (Call(type, "toFigureJson", value) is { } json)
            bundle["application/vnd.plotly.v1+json"] = json;
        var charts = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "Pathmind.Plotly")
            .Select(assembly => assembly.GetType("Pathmind.PlotlyCharts")).FirstOrDefault(found => found is not null);
        if (charts is not null && Call(charts, "OfflineHtml", value) is { } page)
            bundle["text/html"] = $"<iframe srcdoc=\"{WebUtility.HtmlEncode(page)}\" style=\"width:100%;height:32em;border:0\"></iframe>";
        return bundle;
    }

    static string? Call(Type type, string method, object? chart) =>
        type.GetMethod(method, BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [chart]) as string;
}
