using System.Text.Json.Nodes;
using Pathmind.Policies;

namespace Pathmind.Notebook.Jupyter;

/// <summary>The kernel's description of itself.</summary>
internal static class KernelInfo
{
    public static JsonObject Content => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = MessageCodec.ProtocolVersion,
        ["implementation"] = "pathmind",
        ["implementation_version"] = PolicyMetadata.KitVersion,
        ["language_info"] = new JsonObject
        {
            ["name"] = "csharp", ["version"] = "14", ["mimetype"] = "text/x-csharp", ["file_extension"] = ".csx",
            ["pygments_lexer"] = "csharp", ["codemirror_mode"] = "text/x-csharp", ["nbconvert_exporter"] = "script",
        },
        ["banner"] = $"C# with Pathmind.Scripting {PolicyMetadata.KitVersion}: declare a Simulation, then %train and %run.",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(),
    };
}
