using System.IO.Compression;
using System.Text.Json.Nodes;
using Pathmind.Server.Protocol;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>Names of choices in what the server says and answers; a policy without names is answered as ever.</summary>
public sealed class ChoiceNameServerTests
{
    static readonly string[] Choices = ["up", "right", "class", "2 × left"];

    [Fact]
    public async Task An_answer_has_the_names_beside_the_numbers()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("named choice"));
        for (var i = 0; i < 5; i++)
            foreach (var path in new[] { "predict", "distribution" })
            {
                var answer = await Answer(server, path, [i, -i, 2 * i, 1, -1]);
                Assert.Equal(Choices[(int)answer["actions"]![0]!], (string?)answer["names"]![0]);
            }
    }

    [Fact]
    public async Task What_has_no_name_is_null_and_a_policy_without_names_has_none()
    {
        await using var mixed = await RunningServer.StartAsync(PolicyCase.Of("named choices, then number"));
        var names = (await Answer(mixed, "predict", new float[5]))["names"]!.AsArray();
        Assert.Equal([true, true, false, false], names.Select(name => (string?)name is "slow" or "fast"));
        Assert.Equal([null, null], names.Skip(2));

        await using var plain = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        Assert.Equal(["actions", "probability"], (await Answer(plain, "predict", new float[5])).AsObject().Select(entry => entry.Key));
    }

    [Fact]
    public async Task Schema_description_and_clients_list_the_names()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("named choice"));

        var schema = JsonNode.Parse(await server.Client.GetStringAsync("schema/"))!;
        Assert.Equal(Choices, schema["actions"]![0]!["names"]!.AsArray().Select(name => (string?)name));
        var prediction = JsonNode.Parse(await server.Client.GetStringAsync("openapi.json"))!["components"]!["schemas"]!["Prediction"]!;
        Assert.Equal(["up", "right", "class", "2 × "
            + "left"], prediction["properties"]!["names"]!["items"]!["enum"]!.AsArray().Select(name => (string?)name));
        Assert.Contains("names", prediction["required"]!.AsArray().Select(name => (string?)name));
        using ZipArchive clients = new(new MemoryStream(await server.Client.GetByteArrayAsync("clients/")));
        using StreamReader source = new(clients.GetEntry("PathmindClient.cs")!.Open());
        Assert.Contains("double Probability, [property: JsonPropertyName(\"names\")] string?[] Names);", await source.ReadToEndAsync());
    }

    static async Task<JsonNode> Answer(RunningServer server, string path, float[] values) =>
        JsonNode.Parse((await server.PostAsync(path, RunningServer.Named(values))).Body.GetRawText())!;
}
