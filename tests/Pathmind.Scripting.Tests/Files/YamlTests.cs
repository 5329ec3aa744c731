using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Files;
using Pathmind.Simulations;
using Pathmind.Tests.Policies;
using Pathmind.Training;

namespace Pathmind.Tests.Files;

/// <summary>schema.yaml as PyYAML reads it (YAML 1.1), obs.yaml as people write it.</summary>
public sealed class YamlTests : IDisposable
{
    const string AsJson = "import yaml, json, sys; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8'))))";

    readonly string file = Path.GetTempFileName();

    /// <summary>Names that one YAML reader or another takes for something else than a text.</summary>
    static readonly string[] Names =
    [
        "plain", "two words", "on", "off", "On", "no", "yes", "y", "N", "true", "False", "null", "~", "2024", "1e3", "0x1F", "0o7", "1_000",
            "12:30", ".inf", ".nan",
        "2024-01-01", "-", "- a", "?", "a: b", "a:", ":a", "#a", "a #b", "\ttab", "a\tb", "line\nfeed", "cr\r", "\0", "\u0085", "\u2028",
        "\"q\"", "'q'", "back\\slash",
        "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "{a}", "[a]", "a,b", " before", "behind ", "<<", "=", "---", "...", "Größe", "名前",
        "🐭", "List[float]", "a-b.c/d(e)",
    ];

    [Fact]
    public void PyYAML_reads_every_name_and_text_as_it_was()
    {
        OrderedDictionary<string, object> mapping = [];
        foreach (var name in Names)
            mapping[name] = name;
        File.WriteAllText(file, YamlWriter.Write(new() { ["keys"] = mapping, ["list"] = Names }));
        var read = JsonNode.Parse(Python.Run("-c", AsJson, file))!;
        Assert.Equal(Names, read["keys"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(Names, read["keys"]!.AsObject().Select(entry => (string)entry.Value!));
        Assert.Equal(Names, read["list"]!.AsArray().Select(item => (string)item!));
    }

    [Fact]
    public void PyYAML_reads_every_number_as_a_number()
    {
        float[] numbers = [0, 1, -1.5f, 0.1f, 1e-7f, 1e30f, float.MaxValue, float.Epsilon, 16777216];
        File.WriteAllText(file, YamlWriter.Write(new()
        {
            ["numbers"] = numbers, ["whole"] = 3, ["truth"] = true, ["nothing"] = Array.Empty<string>(),
            ["infinite"] = float.PositiveInfinity, ["below"] = float.NegativeInfinity,
        }));
        var read = JsonDocument.Parse(
            Python.Run("-c",
                AsJson.Replace("json.dumps(",
                    "json.dumps((lambda d: {k: str(v) if k in ('infinite', 'below') else v for k, v in d.items()})(",
                    StringComparison.Ordinal) + ")", file)).RootElement;
        Assert.Equal(numbers, read.GetProperty("numbers").EnumerateArray().Select(number => number.GetSingle()));
        Assert.Equal((3, true, 0),
            (read.GetProperty("whole").GetInt32(), read.GetProperty("truth").GetBoolean(), read.GetProperty("nothing").GetArrayLength()));
        Assert.Equal(("inf", "-inf"), (read.GetProperty("infinite").GetString(), read.GetProperty("below").GetString()));
    }

    [Theory]
    [InlineData("observations:\n  - c\n  - a\n")]
    [InlineData("observations:\n- c\n- a")]
    [InlineData("# chosen by hand\n---\nobservations: # of the second model\n  - c   # first\n\n  - \"a\"\n...\n")]
    [InlineData("observations: [c, 'a']\r\n")]
    [InlineData("observations: [\n  c,\n  a,\n]\n")]
    [InlineData("{ \"observations\": [\"c\", \"a\"] }")]
    [InlineData("\uFEFFversion: 2\nsimulation:\n  name: shop\n  list: [1, 2]\nobservations:\n  - !!str c\n  - a\n")]
    [InlineData("observations:\n  c:\n    type: float\n  a:\n    type: List[float]\n    min_items: 3\n")]    // a policy's schema.yaml
    public void The_observations_are_read_however_people_write_them(string text)
    {
        File.WriteAllText(file, text);
        Assert.Equal(["c", "a"],
            ObservationSelection.Choose(
                new(["a", "b", "c"], [1, 1, 1], [false, false, false]), new() { ObservationsFile = file }).Layout.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("- c\n- a\n")]
    [InlineData("observation:\n  - c\n")]
    [InlineData("observations: c\n")]
    [InlineData("observations: [c, [a]]\n")]
    [InlineData("observations: [c\n")]
    [InlineData("observations:\n\t- c\n")]
    public void Another_file_is_refused_by_name(string text)
    {
        File.WriteAllText(file, text);
        ObservationLayout layout = new(["a", "b", "c"], [1, 1, 1], [false, false, false]);
        Assert.StartsWith(file,
            Assert.Throws<ArgumentException>(() => ObservationSelection.Choose(layout, new() { ObservationsFile = file })).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(file);
}
