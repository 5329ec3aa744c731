using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pathmind.Commands;
using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tool;

/// <summary>A script and a notebook to begin with, whose simulation has a name of the user's choice.</summary>
internal sealed partial class Starter
{
    const string Class = "STARTER", FileName = "starter";                // in the template

    static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string type;                                            // the simulation's class

    /// <summary>With a name such as <c>my-shop</c>: the class is MyShop.</summary>
    /// <exception cref="CommandException">It is not a valid name.</exception>
    public Starter(string name)
    {
        if (!Names().IsMatch(name))
            throw new CommandException($"'{name}' is not a name for a simulation: letters, digits, - and _, beginning with a letter.");
        Name = name;
        using var reader = new StreamReader(typeof(Starter).Assembly.GetManifestResourceStream("starter.csx")!);
        var template = reader.ReadToEnd();
        type = ClassName(name, template);
        Script = template.Replace(Class, type, StringComparison.Ordinal).Replace(FileName, name, StringComparison.Ordinal);
    }

    /// <summary>Name of the files, without ending.</summary>
    public string Name { get; }

    /// <summary>Text of the .csx file.</summary>
    public string Script { get; }

    /// <summary>Text of the .ipynb file: the same simulation, trained and run by magics.</summary>
    public string Notebook
    {
        get
        {
            var simulation = Script[Script.IndexOf("/// <summary>", StringComparison.Ordinal)..].TrimEnd();
            JsonObject notebook = new()
            {
                ["cells"] = new JsonArray(
                    Cell("markdown", 1,
                        $"# {type}\nA simulation, a policy that is trained for it, and what the policy does. Run the cells from top to "
                        + "bottom, with the kernel *C# (Pathmind)*."),
                    Cell("code", 2, $"#r \"nuget: Pathmind.Scripting\"\nusing Pathmind;\n\n{simulation}"),
                    Cell("code", 3, "%train --steps 30000"),
                    Cell("code", 4, "%run"),
                    Cell("code", 5, $"new {type}().Compare(episodes: 100, seed: 1, Policy.Random(1), policy)")),
                ["metadata"] = new JsonObject
                {
                    ["kernelspec"] =
                        new JsonObject { ["display_name"] = "C# (Pathmind)", ["language"] = "csharp", ["name"] = KernelSpecs.Name },
                    ["language_info"] = new JsonObject
                    {
                        ["name"] = "csharp", ["file_extension"] = ".csx", ["mimetype"] = "text/x-csharp",
                        ["pygments_lexer"] = "csharp"
                    },
                },
                ["nbformat"] = 4,
                ["nbformat_minor"] = 5,
            };
            return notebook.ToJsonString(Json) + "\n";
        }
    }

    /// <summary>Words begin with a capital; a name that the kit, the framework or the template uses itself gets a My
    /// before it.</summary>
    static string ClassName(string name, string template)
    {
        var words = string.Concat(name.Split('-', '_').Where(word => word.Length > 0)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var isTaken = typeof(Simulation).Assembly.GetType($"Pathmind.{words}") is not null
            || typeof(object).Assembly.GetType($"System.{words}") is not null
            || typeof(Console).Assembly.GetType($"System.{words}") is not null
            || typeof(Simulation).GetMember(words).Length > 0
            || Regex.IsMatch(template, $@"\b{words}\b");
        return isTaken ? $"My{words}" : words;
    }

    static JsonObject Cell(string type, int number, string source)
    {
        var lines = source.Split('\n');
        JsonObject cell = new()
        {
            ["cell_type"] = type,
            ["id"] = $"cell-{number}",
            ["metadata"] = new JsonObject(),
            ["source"] = new JsonArray([.. lines.Select((line, index) => (JsonNode)(index < lines.Length - 1 ? line + "\n" : line))]),
        };
        if (type == "code")
            (cell["execution_count"], cell["outputs"]) = (null, new JsonArray());
        return cell;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex Names();
}
