using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Policies;
using Pathmind.Server.Documents;
using Pathmind.Simulations;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>The documents of one policy: metadata of its .onnx file, schema.yaml, /schema and OpenAPI.</summary>
public sealed class PolicyDocumentTests
{
    static readonly ServerOptions Options = new() { Policies = [], MaxBatch = 7 };

    /// <summary>Everything that a document can say: lists, flags, enums, whole numbers, unknown types, names, bounds
    /// that are infinite, masks.</summary>
    static PolicyDescription Alike { get; } = PolicyCase.Of("one choice", masks: true).Parts.Description with
    {
        Observations = Layout(("busy", null, new(NumberForm.Flag, [])), ("light", null, new(NumberForm.Named, ["Red", "Größe"])),
            ("waiting", 2, new(NumberForm.Whole, [])), ("level", null, new(NumberForm.Real, [])), ("on", 1, null), ("old", null, null)),
        Actions = new(new Composite(new Discrete(["slow", "fast"], size: 2), new Discrete(3),
            new Continuous([float.NegativeInfinity, 0], [0.1f, 1e30f]))),
        RewardTerms = ["profit", "waste: \"late\""],
    };

    /// <summary>Two kinds of agents, one of them with a mask.</summary>
    static PolicyDescription Kinds { get; } = OfKinds(
        new(Layout(("colour", null, new(NumberForm.Named, ["red", "blue"])), ("speed", null, new(NumberForm.Real, []))),
            new(new Discrete(["left", "right"])), HasMask: true, [0, 2]),
        new(Layout(("stock", 3, new(NumberForm.Whole, []))), new(new Continuous(2, -1, 1)), HasMask: false, [1]));

    public static TheoryData<string> Policies => ["alike", "kinds", .. PolicyCase.Spaces.Keys];

    [Fact]
    public void Every_document_is_the_approved_one() =>
        Approved.Equal("policy-documents.txt", $"{Texts("alike")}\n\n{Texts("kinds")}");

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_name_stands_in_all_four_documents(string policy)
    {
        var description = Description(policy);
        string[] names =
        [
            description.Simulation, .. description.ByKind.SelectMany(kind => kind.Observations.Names),
            .. description.ByKind.SelectMany(kind => kind.Observations.Types).SelectMany(type => type?.Names ?? []),
            .. description.ByKind.SelectMany(kind => kind.Actions.Names).SelectMany(names => names),
        ];

        foreach (var (document, text) in Documents(description))
            Assert.All(names, name => Assert.True(Named(text, name), $"{document} lacks '{name}'."));
        foreach (var (document, text) in Documents(description).Where(document => document.Name != "openapi"))
            Assert.All(description.RewardTerms, term => Assert.True(Named(text, term), $"{document} lacks '{term}'."));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_metadata_describe_the_policy_that_they_are_read_as(string policy)
    {
        var entries = PolicyMetadata.Write(Description(policy));
        Assert.Equal(entries, PolicyMetadata.Write(PolicyMetadata.Read(entries)));
    }

    static PolicyDescription Description(string policy) => policy switch
    {
        "alike" => Alike,
        "kinds" => Kinds,
        _ => PolicyCase.Of(policy).Parts.Description,
    };

    static string Texts(string policy) =>
        string.Join("\n\n", Documents(Description(policy)).Select(document => $"== {policy}, {document.Name}\n{document.Text}"));

    static (string Name, string Text)[] Documents(PolicyDescription policy)
    {
        using MemoryStream yaml = new();
        PolicySchema.Write(yaml, policy);
        var size = policy.Observations.Size;
        ObservationStatistics statistics = new(
            [.. Enumerable.Range(0, size).Select(i => i == 1 ? float.NaN : 0.5f)], [.. Enumerable.Repeat(0.5f, size)]);
        var api = JsonNode.Parse(OpenApiDocument.Of(policy, Options, "warehouse", "/"))!.AsObject();
        api.Remove("paths");                                             // the same for all policies
        return
        [
            ("metadata", string.Join('\n', PolicyMetadata.Write(policy).Select(entry => $"{entry.Key} = {entry.Value}"))),
            ("yaml", Encoding.UTF8.GetString(yaml.ToArray())),
            ("schema", Encoding.UTF8.GetString(SchemaDocument.Of(policy, statistics, Options))),
            ("openapi", api.ToJsonString(PolicyJson.Readable)),
        ];
    }

    /// <summary>Whether a text has a name, as it is or as JSON and YAML escape it.</summary>
    static bool Named(string text, string name) => text.Contains(name) || text.Contains(name.Replace("\"", "\\\""))
        || text.Contains(string.Concat(name.Select(letter => letter > '~' ? $"\\u{(int)letter:X4}" : $"{letter}")));

    static ObservationLayout Layout(params (string Name, int? Length, ObservationType? Type)[] entries) => new(
        [.. entries.Select(entry => entry.Name)], [.. entries.Select(entry => entry.Length ?? 1)],
        [.. entries.Select(entry => entry.Length is not null)], [.. entries.Select(entry => entry.Type)]);

    static PolicyDescription OfKinds(params AgentKind[] kinds)
    {
        AgentUnion union = new(kinds);
        return Alike with
        {
            Agents = 3,
            Kinds = kinds,
            Observations = union.Observations,
            Actions = union.Actions,
            HasMask = true,
        };
    }
}
