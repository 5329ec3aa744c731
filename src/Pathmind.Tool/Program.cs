using System.CommandLine;
using System.Globalization;
using Pathmind;
using Pathmind.Commands;
using Pathmind.Notebook.Jupyter;
using Pathmind.Notebook.Scripts;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Isolation;
using Pathmind.Tool;

if (args is [Confinement.Verb, ..])
    return Confinement.Run(args.AsSpan(1));                              // before anything else is loaded: it becomes another program
MissingIcu.Mend();
ParentProcess.Watch(ToolRun.ParentVariable, () => { });                  // a studio that was killed leaves none behind
// The present culture is the invariant one on every machine, so that a notebook gives the same output everywhere and
// 0.99 is a number; scripts and cells may name any other: new CultureInfo("de-DE").
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
try
{
    if (args is [var file, ..] && ScriptRun.IsScript(file))
        return ScriptRun.Execute(file, args[1..]);
    if (args is [KernelCommand.Verb, var connection] && File.Exists(connection))
        return JupyterKernel.Run(connection);                            // at once: the grammar of all commands takes its time
    ToolCommand tool = new();
    var given = tool.Parse(args, CommandGrammar.Parser);
    return tool.Error(given) is { } error
        ? throw new CommandException(error)
        : given.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is CommandException or ScriptException)
{
    Console.Error.WriteLine(exception.Message);
    return ExitCode.WrongCommand;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException
    or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine(exception.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
