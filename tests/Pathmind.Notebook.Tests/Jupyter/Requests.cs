using System.Text.Json;
using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tests;

/// <summary>Messages as a front end sends them.</summary>
internal static class Requests
{
    /// <param name="type">Such as history_request.</param>
    /// <param name="content">An object of its members.</param>
    public static JupyterMessage Of(string type, object content) =>
        new([], JsonSerializer.SerializeToElement(new { msg_id = "1", msg_type = type }), JsonSerializer.SerializeToElement(content));
}
