using System.CommandLine;
using Pathmind.Commands;
using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tool;

/// <summary><c>jupyter install|uninstall|list</c>: makes this tool the C# kernel of Jupyter.</summary>
internal sealed class JupyterCommand : Command
{
    readonly Option<bool> user = new("--user") { Description = "For the current user, which is the default." };
    readonly Option<string?> prefix = new(
        "--prefix")
    { HelpName = "DIR", Description = "For an environment: /usr/local for all users, or a virtual environment of Python." };

    public JupyterCommand()
        : base("jupyter", "Makes this tool the C# kernel of Jupyter.")
    {
        Command install = new("install", "Adds the kernel \"C# (Pathmind)\" to Jupyter; again after the tool has moved.") { user, prefix };
        install.SetAction(given => Install(Kernels(given)));
        Command uninstall = new("uninstall", "Removes it.") { user, prefix };
        uninstall.SetAction(given => Uninstall(Kernels(given)));
        Command list = new("list", "Lists where it is installed.");
        list.SetAction(_ => List());
        Add(install);
        Add(uninstall);
        Add(list);
    }

    string Kernels(ParseResult given) => (given.GetValue(user), given.GetValue(prefix)) switch
    {
        (true, not null) => throw new CommandException("--user and --prefix name two places: give one of them."),
        (_, { } environment) => KernelSpecs.OfPrefix(environment),
        _ => KernelSpecs.OfUser,
    };

    static int Install(string kernels)
    {
        var folder = KernelSpecs.Install(kernels, KernelSpecs.ThisProgram());
        Say($"Installed in {folder}\nIn Jupyter choose the kernel \"C# (Pathmind)\": jupyter lab, jupyter notebook, or jupyter console "
            + $"--kernel {KernelSpecs.Name}.");
        return 0;
    }

    static int Uninstall(string kernels)
    {
        if (KernelSpecs.Uninstall(kernels) is not { } folder)
            throw new CommandException(
                $"There is no kernel {KernelSpecs.Name} in {kernels}. pathmind jupyter list shows where it is installed.");
        Say($"Removed {folder}");
        return 0;
    }

    static int List()
    {
        var installed = KernelSpecs.List();
        if (installed.Count == 0)
            Say("The kernel is not installed: pathmind jupyter install does it.");
        foreach (var kernel in installed)
            Say($"{kernel.Folder}\n  starts "
                + $"{string.Join(' ', kernel.Command)}{(kernel.CanStart ? "" : " (no longer there: install it again)")}");
        return 0;
    }

    /// <summary>Paths must not be wrapped, as a display would.</summary>
    static void Say(string text) => Console.WriteLine(text);
}
