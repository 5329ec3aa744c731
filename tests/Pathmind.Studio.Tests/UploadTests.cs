using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>Folders and zips that are sent to a real studio, and every fault that they can have.</summary>
public sealed class UploadTests(UploadTests.Studio studio) : IClassFixture<UploadTests.Studio>
{
    const string Head = "using System;\nusing System.IO;\nusing System.Linq;\nusing Pathmind;\n";
    const int Link = 0xA1FF << 16;                                       // lrwxrwxrwx, as zip --symlinks writes it

    /// <summary>A script whose lines of the class can be replaced.</summary>
    static string Coin(string members = "", string name = "Coin", string inStep = "", string inReward = "0") => Head + $$"""
        class {{name}} : Simulation
        {
            int side, step;
            {{members}}
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (side, step) = (Random.Next(2), 0);
            public override void Step() { step++; {{inStep}} }
            public override Observation GetObservation(int agent) => new() { ["side"] = side, ["step"] = step };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : {{inReward}} };
            public override bool IsDone(int agent) => step == 4;
        }
        """;

    public static TheoryData<string, string, (string, string)[]> Faults => new()
    {
        { "no_simulation", "It declares no simulation", [("empty.csx", "Console.WriteLine(1);")] },
        { "no_script", "There is no script in it", [("data.csv", "1,2")] },
        { "several_simulations", "It has 2 simulations: Coin, Die. Name the one that is to be trained, as in --simulation Coin.",
            [("a.csx", Coin()), ("b.csx", Coin(name: "Die"))] },
        { "compilation", "It does not compile: coin.csx, line 11, column 43: error CS0103: The name 'Missing' does not exist",
            [("coin.csx", Coin(inStep: "Missing.Call();"))] },
        { "packages", "Packages are missing: ", [("coin.csx", "#r \"nuget: No.Such.Package.Anywhere, 9.9.9\"\n" + Coin())] },
        { "constructor", "Coin cannot be made: FileNotFoundException: ",
            [("coin.csx", Coin("readonly string[] prices = File.ReadAllLines(\"prices.csv\");"))] },
        { "constructor", "its constructor needs (int size)", [("coin.csx", Coin("public Coin(int size) { }"))] },
        { "check", "Reset() at Reset threw InvalidOperationException: the shelf is empty (coin.csx, line 8)",
            [("coin.csx", Coin("static void Open() => throw new InvalidOperationException(\"the shelf is empty\");")
                .Replace("= (Random.Next(2), 0);", "{ Open(); }").Replace("Reset() => (side, step) {", "Reset() {"))] },
        { "check", "Coin.Check() finds 1 problem:\n  ✗ ", [("coin.csx", Coin(inReward: "double.NaN"))] },
        { "crash", "The process that tried the simulation ended with exit code",
            [("coin.csx", Coin(inStep: "Environment.FailFast(\"gone\");"))] },
        { "compilation", "Coin.cs(11,43): error CS0103: The name 'Missing' does not exist",
            [("coin/Coin.csproj", Project()), ("coin/Coin.cs", Coin(inStep: "Missing.Call();"))] },
        { "packages", "No.Such.Package.Anywhere",
            [("Coin.csproj", Project("<PackageReference Include=\"No.Such.Package.Anywhere\" Version=\"9.9.9\" />")),
                ("Coin.cs", Coin())] },
        { "outside", "'../evil.cs' leads out of the submission's folder", [("coin.csx", Coin()), ("../evil.cs", "")] },
        { "outside", "'..\\evil.cs' leads out of the submission's folder", [("coin.csx", Coin()), ("..\\evil.cs", "")] },
        { "outside", "'/tmp/evil.cs' is an absolute path", [("coin.csx", Coin()), ("/tmp/evil.cs", "")] },
        { "outside", "'C:/evil.cs' is an absolute path", [("coin.csx", Coin()), ("C:/evil.cs", "")] },
        { "name", "The submission has 'coin.csx' twice", [("coin.csx", Coin()), ("coin.csx", Coin())] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_of_the_code_is_refused_with_its_own_message(string fault, string message, (string, string)[] files)
    {
        await RefusedAsync(fault, message, Form(("file", "sent.zip", Zip(files))));
        if (!files.Any(file => file.Item1 is ['/', ..] or ['C', ':', ..]))       // the same as single files
            await RefusedAsync(fault, message, Form([.. files.Select(file => ("file", file.Item1, Encoding.UTF8.GetBytes(file.Item2)))]));
    }

    [Fact]
    public async Task A_file_that_is_called_zip_but_is_none_is_refused() =>
        await RefusedAsync("not_a_zip", "The file ends in .zip, but is not a zip", Form(("file", "sent.zip", "PK or not"u8.ToArray())));

    [Fact]
    public async Task A_symbolic_link_in_a_zip_is_refused() => await RefusedAsync(
        "link", "'secret' is a symbolic link",
        Form(("file", "sent.zip", Zip([("coin.csx", Coin()), ("secret", "/etc/passwd")], link: "secret"))));

    [Fact]
    public async Task A_zip_of_more_files_than_anyone_needs_is_refused() => await RefusedAsync(
        "too_many_files", "more than 10,000 files",
        Form(("file", "sent.zip", Zip([.. Enumerable.Range(0, 10_001).Select(i => ($"{i}.txt", ""))]))));

    /// <summary>1 MB of zip that would become 1.1 GB.</summary>
    [Fact]
    public async Task A_zip_bomb_is_stopped_while_it_is_unpacked()
    {
        using MemoryStream memory = new();
        using (ZipArchive zip = new(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("zeros.bin", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1_100; i++)
                entry.Write(zeros);
        }
        await RefusedAsync("too_large", "The files have more than 1024 MB together", Form(("file", "sent.zip", memory.ToArray())));
    }

    /// <summary>It says how long it is, and is refused before it is sent.</summary>
    [Fact]
    public async Task More_than_500_MB_are_refused_at_once()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/submissions") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        request.Content.Headers.ContentLength = 600L << 20;
        request.Headers.ExpectContinue = true;
        using var answer = await studio.Process.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("larger than 500 MB", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_observations_of_an_obs_yaml_become_options_and_unknown_ones_are_refused()
    {
        var script = ("file", "coin.csx", Encoding.UTF8.GetBytes(Coin()));
        await RefusedAsync("observations", "Coin has no observation sides. It has side, step.",
            Form(script, ("obs", null, "observations:\n  - sides\n"u8.ToArray())));
        await RefusedAsync("observations", "obs.yaml has no list 'observations:'", Form(script, ("obs", null, "none: 1"u8.ToArray())));
        await RefusedAsync("options", "The options are not JSON", Form(script, ("options", null, "{"u8.ToArray())));
        var number = await AcceptedAsync(Form(
            script, ("obs", null, "observations:\n  - side\n"u8.ToArray()), ("start", null, "false"u8.ToArray()),
            ("options", null, "{ \"Steps\": 4000 }"u8.ToArray())));
        var page = await studio.Process.Http.GetStringAsync($"experiments/{number}", TestContext.Current.CancellationToken);
        Assert.Matches("Observations</th><td[^>]*>side<", page);
        Assert.Equal(("Created", 4_000), (studio.Process.Client.Get(number).Status, studio.Process.Client.Get(number).TotalSteps));
    }

    [Fact]
    public async Task Problems_that_a_check_finds_are_no_hindrance_to_one_who_knows_of_them()
    {
        var number = await AcceptedAsync(Form(
            ("file", "coin.csx", Encoding.UTF8.GetBytes(Coin(inReward: "double.NaN"))), ("anyway", null, "true"u8.ToArray()),
            ("start", null, "false"u8.ToArray())));
        Assert.Equal("Coin", studio.Process.Client.Get(number).Simulation);
    }

    /// <summary>The project has two files, a namespace, a package and data beside; it is built with the kit that
    /// runs.</summary>
    [Fact]
    public async Task A_zip_of_a_folder_with_a_project_and_data_is_trained()
    {
        var zip = Zip([
            ("game/Game.csproj", Project("<PackageReference Include=\"CsvHelper\" Version=\"34.0.0\" />")),
            ("game/Model.cs", "namespace Game; static class Model { public const int Sides = 2; }"),
            ("game/Coin.cs", "namespace Game;\n" + Coin("readonly int prices = File.ReadAllLines(\"data/prices.csv\").Length;")
                .Replace("new Discrete(2)", "new Discrete(Model.Sides)")),
            ("game/data/prices.csv", "1\n2\n"), ("game/bin/Release/old.dll", "left out"), ("game/.git/config", "left out"),
        ]);
        var number = await AcceptedAsync(Form(("file", "game.zip", zip), ("options", null, "{ \"Steps\": 3000 }"u8.ToArray())));
        await studio.EndedAsync(number, "Completed");
        var code = await studio.Process.Http.GetStringAsync($"api/experiments/{number}/code", TestContext.Current.CancellationToken);
        Assert.Equal("""["Coin.cs","Game.csproj","Model.cs","data/prices.csv"]""", code);
        Assert.Contains("prices.csv", await studio.Process.Http.GetStringAsync(
            $"api/experiments/{number}/code/text?file=Coin.cs", TestContext.Current.CancellationToken));
    }

    /// <summary>A cell may declare again what an earlier one declared; statements and magics are not run.</summary>
    [Fact]
    public async Task A_notebook_is_trained_cell_by_cell()
    {
        string[] cells = [
            "static int sides = 3;\nabstract class Coin : Simulation { }", "static int sides = 2;",
            Coin().Replace("new Discrete(2)", "new Discrete(sides)"), "%train --steps 1000\nthrow new Exception(\"never run\");"];
        var notebook = JsonSerializer.Serialize(new { cells = cells.Select(source => new { cell_type = "code", source }), nbformat = 4 });
        var number = await AcceptedAsync(Form(
            ("file", "coin.ipynb", Encoding.UTF8.GetBytes(notebook)), ("options", null, "{ \"Steps\": 3000 }"u8.ToArray())));
        await studio.EndedAsync(number, "Completed");
    }

    [Fact]
    public async Task The_same_code_is_kept_once_and_nothing_of_a_refused_one_remains()
    {
        var form = () => Form(("file", "coin.csx", Encoding.UTF8.GetBytes(Coin("// once"))), ("start", null, "false"u8.ToArray()));
        await AcceptedAsync(form());
        var before = Directory.GetDirectories(Path.Combine(studio.Data, "code")).Length;
        await AcceptedAsync(form());
        await RefusedAsync("compilation", "does not compile", Form(("file", "coin.csx", "class"u8.ToArray())));
        Assert.Equal(before, Directory.GetDirectories(Path.Combine(studio.Data, "code")).Length);
        Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Data, "uploads")));
    }

    static string Project(string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
          <ItemGroup><PackageReference Include="Pathmind.Scripting" Version="0.1.0" />{items}</ItemGroup>
        </Project>
        """;

    static byte[] Zip((string Name, string Text)[] files, string? link = null)
    {
        using MemoryStream memory = new();
        using (ZipArchive zip = new(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.ExternalAttributes = name == link ? Link : 0;
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        return memory.ToArray();
    }

    static MultipartFormDataContent Form(params (string Name, string? File, byte[] Content)[] parts)
    {
        MultipartFormDataContent form = new();
        foreach (var (name, file, content) in parts)
            if (file is null)
                form.Add(new ByteArrayContent(content), name);
            else
                form.Add(new ByteArrayContent(content), name, file);
        return form;
    }

    async Task RefusedAsync(string fault, string message, MultipartFormDataContent form)
    {
        var before = studio.Process.Client.List().Length;
        using var answer = await studio.Process.Http.PostAsync("api/submissions", form, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(message, json.RootElement.GetProperty("detail").GetString());
        Assert.Equal(fault, json.RootElement.GetProperty("fault").GetString());
        Assert.True((int)answer.StatusCode is 422 or 413, $"{answer.StatusCode}");
        Assert.Equal(before, studio.Process.Client.List().Length);
    }

    async Task<int> AcceptedAsync(MultipartFormDataContent form)
    {
        using var answer = await studio.Process.Http.PostAsync("api/submissions", form, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("number").GetInt32();
    }

    /// <summary>One studio for all: none of these tests ends it.</summary>
    public sealed class Studio : StudioFolder
    {
        public Studio() => Process = StudioProcess.Start(Data);

        internal StudioProcess Process { get; }

        public new string Data => base.Data;

        public async Task EndedAsync(int number, string status)
        {
            await Until(() => Process.Client.Get(number).Status is not ("Running" or "Created"), "the training has ended");
            Assert.True(status == Process.Client.Get(number).Status, Process.Client.Get(number).Message);
        }

        public override void Dispose()
        {
            Process.Dispose();
            base.Dispose();
        }
    }
}
