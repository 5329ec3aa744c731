using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>The pages about the code name what is there: types, members, and the numbered details of PPO.</summary>
public sealed partial class DocumentTests
{
    /// <summary>Names of other libraries in docs/ppo.md.</summary>
    static readonly string[] Foreign =
        ["PPO", "MlpPolicy", "VecNormalize", "VecFrameStack", "FrameStackObservation", "EvalCallback", "MaskablePPO"];

    static readonly Source[] Sources =
        [.. Directory.EnumerateDirectories(House.SourceFolder).SelectMany(folder => House.SourcesOf(Path.GetFileName(folder)))];

    static readonly ILookup<string, Source> Types = Sources
        .SelectMany(source => Declarations().Matches(source.Text).Select(match => (Name: match.Groups["name"].Value, source)))
        .ToLookup(entry => entry.Name, entry => entry.source);

    /// <summary>Names of all types in src.</summary>
    public static IEnumerable<string> TypeNames => Types.Select(type => type.Key);

    /// <summary>A name alone may be a folder, or a member of a type that the same paragraph names.</summary>
    [Fact]
    public void Every_class_named_in_the_page_of_the_design_exists()
    {
        HashSet<string> folders = [.. Sources.SelectMany(source => Path.GetDirectoryName(source.File)!.Split('/'))];
        folders.UnionWith(House.AllFiles().Select(file => Path.GetFileNameWithoutExtension(file)));          // also tests
        List<string> unknown = [];
        foreach (var paragraph in Paragraphs(Page("design.md")))
        {
            string[] names = [.. Names(paragraph)];
            Source[] near = [.. names.SelectMany(name => Types[name.Split('.')[0]])];
            unknown.AddRange(names.Where(name => !Exists(name) && !folders.Contains(name) && !Declares(near, name)));
        }
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_class_and_option_named_in_the_page_of_PPO_exists()
    {
        Source[] options = [.. Types["TrainingOptions"], .. Types["PpoOptions"], .. Types["Simulation"], .. Types["PpoLearner"]];
        var unknown = from name in Names(Page("ppo.md"))
                      let full = name.StartsWith("Ppo.", StringComparison.Ordinal) ? $"PpoOptions.{name[4..]}"
                          : name.StartsWith("Options.", StringComparison.Ordinal) ? $"TrainingOptions.{name[8..]}" : name
                      where !Foreign.Contains(name) && !Exists(full) && !Declares(options, full)
                      select name;
        Assert.Empty(unknown);
    }

    /// <summary>Comments name them as <c>docs/ppo.md 16, 20 to 22</c>, in <c>PpoLearner</c> also at a line's
    /// end.</summary>
    [Fact]
    public void Every_numbered_detail_of_PPO_is_named_in_the_code_that_does_it()
    {
        var page = Page("ppo.md");
        int[] details = [.. Details().Matches(page).Select(match => int.Parse(match.Groups["number"].Value))];
        Assert.Equal(Enumerable.Range(1, 28), details);
        var missing = from number in details
                      let start = page.IndexOf($"**{number}. ", StringComparison.Ordinal)
                      let end = page.IndexOf($"**{number + 1}. ", StringComparison.Ordinal)
                      let text = end < 0 ? page[start..] : page[start..end]
                      let named = Names(text).SelectMany(name => Types[name.Split('.')[0]])
                      let training = Sources.Where(source => source.Folder == "Training")
                      where !named.Concat(training).Any(source => NumbersIn(source).Contains(number))
                      select number;
        Assert.Empty(missing);
    }

    static HashSet<int> NumbersIn(Source source)
    {
        var text = CommentBreaks().Replace(source.Text, " ");
        var named = Marks().Matches(text).Select(match => match.Groups["numbers"].Value);
        if (source.File.EndsWith("/PpoLearner.cs", StringComparison.Ordinal))
            named = named.Concat(LineEnds().Matches(source.Text).Select(match => match.Groups["numbers"].Value));
        HashSet<int> numbers = [];
        foreach (Match range in named.SelectMany(list => Ranges().Matches(list)))
        {
            var first = int.Parse(range.Groups["first"].Value);
            var last = range.Groups["last"].Success ? int.Parse(range.Groups["last"].Value) : first;
            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return numbers;
    }

    static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    static string[] Paragraphs(string page) => ParagraphEnds().Split(page);

    static IEnumerable<string> Names(string text) => Quoted().Matches(text).Select(match => match.Groups["name"].Value)
        .Where(name => name.Split('.')[0] != "Pathmind" && !name.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>A type, or a type and a word of its file.</summary>
    static bool Exists(string name) =>
        name.Split('.') is [var type, .. var members] && Types.Contains(type)
        && members.All(member => Declares(Types[type], member));

    static bool Declares(IEnumerable<Source> sources, string member) =>
        sources.Any(source => Regex.IsMatch(source.Text, $@"\b{Regex.Escape(member)}\b"));

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?: struct| class)?) (?<name>[A-Z]\w*)")]
    private static partial Regex Declarations();

    [GeneratedRegex(@"`(?<name>[A-Z]\w*(?:\.[A-Z]\w*)*)(?:\(\))?`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\n\s*\n|\n(?=\s*(?:\d+\.|-|\|) )")]
    private static partial Regex ParagraphEnds();

    [GeneratedRegex(@"^\*\*(?<number>\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Details();

    [GeneratedRegex(@"\s*\n\s*///? ")]
    private static partial Regex CommentBreaks();

    [GeneratedRegex(@"docs/ppo\.md (?<numbers>\d+(?:(?:, | and | to )\d+)*)")]
    private static partial Regex Marks();

    [GeneratedRegex(@"// (?<numbers>\d+(?:(?:, | \.\. )\d+)*)(?=:|\r?$)", RegexOptions.Multiline)]
    private static partial Regex LineEnds();

    [GeneratedRegex(@"(?<first>\d+)(?: (?:to|\.\.) (?<last>\d+))?")]
    private static partial Regex Ranges();
}
