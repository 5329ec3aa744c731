using System.CommandLine;
using System.Text;
using Pathmind.Commands;
using Pathmind.Files;

namespace Pathmind.Tool;

/// <summary><c>new NAME</c>: writes a script and a notebook to begin with.</summary>
internal sealed class NewCommand : Command
{
    readonly Argument<string> name =
        new("NAME") { HelpName = "NAME", Description = "Of the files, and of the simulation in them: letters, digits, - and _." };
    readonly Option<bool> force = new("--force") { Description = "Overwrites files that are there." };

    public NewCommand()
        : base("new", "Writes NAME.csx and NAME.ipynb, a script and a notebook to begin with. They run as they are.")
    {
        Add(name);
        Add(force);
        SetAction(given => Execute(new(given.GetRequiredValue(name)), given.GetValue(force)));
    }

    /// <exception cref="CommandException">There are such files already.</exception>
    static int Execute(Starter starter, bool overwrite)
    {
        (string File, string Text)[] files = [($"{starter.Name}.csx", starter.Script), ($"{starter.Name}.ipynb", starter.Notebook)];
        string[] existing = [.. files.Select(each => each.File).Where(File.Exists)];
        if (existing.Length > 0 && !overwrite)
            throw new CommandException(
                $"{string.Join(" and ", existing)} {(existing.Length == 1 ? "is" : "are")} there already: choose another name, or "
                + "overwrite with --force.");
        foreach (var (name, text) in files)
        {
            using AtomicFile file = new(name);
            file.Stream.Write(Encoding.UTF8.GetBytes(text));
            file.Commit();
        }
        Console.WriteLine($"""
            Written: {starter.Name}.csx and {starter.Name}.ipynb. Next:
              pathmind {starter.Name}.csx                        trains, compares, saves
              pathmind train {starter.Name}.csx --out policies/{starter.Name}
              jupyter notebook {starter.Name}.ipynb              after pathmind jupyter install
            """);
        return 0;
    }
}
