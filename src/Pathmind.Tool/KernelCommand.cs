using System.CommandLine;
using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tool;

/// <summary><c>kernel CONNECTION_FILE</c>: what Jupyter starts.</summary>
internal sealed class KernelCommand : Command
{
    /// <summary>The command's name.</summary>
    public const string Verb = "kernel";

    readonly Argument<string> connection =
        new("CONNECTION_FILE") { HelpName = "CONNECTION_FILE", Description = "Ports and key, written by the front end." };

    public KernelCommand()
        : base(Verb, "Serves a notebook. Jupyter starts this; see pathmind jupyter install.")
    {
        Add(connection);
        SetAction(given => JupyterKernel.Run(given.GetRequiredValue(connection)));
    }
}
