using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary><c>#r "framework: …"</c> and <c>#r "sdk: …"</c>, as dotnet-script has them.</summary>
public sealed class SharedFrameworkTests
{
    readonly ScriptSession session = new();

    [Theory]
    [InlineData("#r \"framework: Microsoft.AspNetCore.App\"")]
    [InlineData("#r \"framework:Microsoft.AspNetCore.App, 10.0.0\"")]
    [InlineData("#r \"sdk:Microsoft.NET.Sdk.Web\"")]
    public async Task A_web_server_runs_in_a_cell_and_a_simulation_declared_before_still_trains(string line)
    {
        await Value("""
            class Walk : Simulation
            {
                int t;
                public override ActionSpace ActionSpace(int agent) => new Discrete(2);
                public override void Reset() => t = 0;
                public override void Step() => t++;
                public override Observation GetObservation(int agent) => new() { ["t"] = t };
                public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
                public override bool IsDone(int agent) => t == 5;
            }
            """);
        Assert.Equal("served", await Value(line + """

            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Http;
            using Microsoft.Extensions.Logging;
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.MapGet("/", () => Results.Text("served"));
            await app.StartAsync();
            var client = new HttpClient();
            var answer = await client.GetStringAsync(app.Urls.First());
            await app.StopAsync();
            answer
            """));
        Assert.Equal(true, await Value("new Walk().Train(new() { Steps = 512 }).Policy is not null"));
        Assert.Contains(session.Complete("WebApp", 6).Suggestions, candidate => candidate.Text == "WebApplication");
    }

    [Fact]
    public async Task The_framework_of_every_script_is_there_already()
    {
        Assert.Equal(2, await Value("#r \"framework: Microsoft.NETCore.App\"\n1 + 1"));
        Assert.Equal(2, await Value("#r \"sdk: Microsoft.NET.Sdk\"\n1 + 1"));
    }

    [Theory]
    [InlineData("#r \"framework: Microsoft.Nowhere.App\"", "There is no framework 'Microsoft.Nowhere.App' in ")]
    [InlineData("#r \"framework: Microsoft.Nowhere.App\"", ". Installed: Microsoft.AspNetCore.App, Microsoft.NETCore.App")]
    [InlineData("#r \"sdk: Microsoft.NET.Sdk.Nowhere\"",
        "There is no SDK 'Microsoft.NET.Sdk.Nowhere' for scripts. There are: Microsoft.NET.Sdk, Microsoft.NET.Sdk.Web.")]
    public async Task An_unknown_name_is_told_with_those_that_are_there(string line, string expected) =>
        Assert.Contains(expected, (await session.RunAsync(line, "In [1]")).Error!.Message);

    async Task<object?> Value(string code)
    {
        var result = await session.RunAsync(code, "In [1]");
        Assert.Equal("", string.Join('\n', result.Error?.Traceback ?? []));
        return result.Value;
    }
}
