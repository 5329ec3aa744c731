using System.Data;
using Microsoft.DotNet.Interactive.Formatting;
using Pathmind.Commands;
using Pathmind.Hosting;

namespace Pathmind.Interactive;

/// <summary>Makes the host write the kit's values as HTML and as text.</summary>
internal static class ValueFormatters
{
    static readonly Type[] Types =
    [
        typeof(DisplayContent), typeof(IDisplayable), typeof(TrainedPolicy), typeof(LogRows),
        typeof(Observation), typeof(Reward), typeof(AgentAction), typeof(DataTable),
    ];

    /// <summary>Registers the formatters. Of two for one type the newer is used, so this may be called again.</summary>
    public static void Register()
    {
        foreach (var type in Types)
        {
            Formatter.Register(type, (value, writer) => writer.Write(Content(value).ToHtml()), HtmlFormatter.MimeType);
            Formatter.Register(type, (value, writer) => writer.Write(Content(value).ToString()), PlainTextFormatter.MimeType);
            Formatter.SetPreferredMimeTypesFor(type, HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        }
    }

    /// <summary>What the value shows, without the parts that the same cell has shown already.</summary>
    static DisplayContent Content(object value)
    {
        if (ValueDisplays.Of(value) is not { } content)
            return new TextLine(value.ToString() ?? "");
        var rest = Display.Current is NotebookDisplay display ? display.NotShown(content) : content;
        return rest ?? new TextLine($"{value.GetType().Name}, shown above.");
    }
}
