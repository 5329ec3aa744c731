using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pathmind.Notebook.References;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>Assemblies and projects that are built again while a session uses them.</summary>
public sealed class FileGenerationTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-files-").FullName;
    readonly ScriptSession session;

    public FileGenerationTests() => session = new(new() { Folder = folder });

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_dll_that_was_built_again_is_seen_as_it_is_now_and_earlier_cells_keep_theirs()
    {
        Compile("Shop", "public class Shop { public string Name => \"one\"; }");
        Assert.Equal("one", await Value("#r \"Shop.dll\"\nvar shop = new Shop(); string Earlier() => new Shop().Name;\nshop.Name"));
        Compile("Shop", "public class Shop { public string Name => \"two\"; public int Rooms => 3; }");
        Assert.Equal("one", await Value("new Shop().Name"));             // not asked for again

        var again = await session.RunAsync("#r \"Shop.dll\"\n$\"{new Shop().Name} {new Shop().Rooms} {shop.Name} {Earlier()}\"", "In [3]");
        Assert.Equal(("two 3 one one", null), (again.Value, again.Error));
        Assert.StartsWith(
            "Shop.dll is another one than before: cells use the new one", Assert.Single(again.Notices), StringComparison.Ordinal);
        Assert.Equal("two", await Value("new Shop().Name"));
        Assert.Contains(session.Complete("new Shop().Ro", 13).Suggestions, candidate => candidate.Text == "Rooms");

        Compile("Shop", "public class Shop { public string Name => \"three\"; }");
        Assert.Equal("three", await Value("#r \"Shop.dll\"\nnew Shop().Name"));
        Assert.Equal("three", await Value("#r \"Shop.dll\"\nnew Shop().Name"));
    }

    [Fact]
    public async Task The_same_file_twice_is_one_and_the_same()
    {
        Compile("Shop", "public class Shop { public static int Sold; }");
        await Value("#r \"Shop.dll\"\nvar shop = new Shop(); Shop.Sold = 4;");
        var again = await session.RunAsync("#r \"Shop.dll\"\nshop = new Shop(); Shop.Sold", "In [2]");
        Assert.Equal((4, null, 0), (again.Value, again.Error, again.Notices.Count));
    }

    [Fact]
    public async Task A_dll_that_another_one_refers_to_stays_as_it_was_and_the_session_says_so()
    {
        var lower = Compile("Lower", "public class Lower { public int Value => 1; }");
        Compile("Upper", "public class Upper { public static Lower Make() => new(); }", lower);
        Assert.Equal(1, await Value("#r \"Lower.dll\"\n#r \"Upper.dll\"\nUpper.Make().Value"));
        Compile("Lower", "public class Lower { public int Value => 2; }");
        var again = await session.RunAsync("#r \"Lower.dll\"\n#r \"Upper.dll\"\nLower made = Upper.Make();\nmade.Value", "In [2]");
        Assert.Equal((1, null), (again.Value, again.Error));
        Assert.Equal(
            "Lower.dll is another one than before, but Upper.dll, which this session has loaded, refers to it: the old one is used. "
            + "Restart the session (in Jupyter: Kernel, Restart) to use the new one.",
            Assert.Single(again.Notices));
        Compile("Upper", "public class Upper { public static Lower Make() => new(); public static int Own => 3; }", lower);
        Assert.Equal(3, await Value("#r \"Upper.dll\"\nUpper.Own"));
    }

    [Fact]
    public async Task Two_files_of_one_name_are_two()
    {
        Compile("Shop", "public class Shop { public string Name => \"one\"; }");
        Directory.CreateDirectory(Path.Combine(folder, "other"));
        Compile("other/Shop", "public class Shop { public string Name => \"other\"; }");
        Assert.Equal("one", await Value("#r \"Shop.dll\"\nnew Shop().Name"));
        Assert.Equal("other", await Value("#r \"other/Shop.dll\"\nnew Shop().Name"));
    }

    [Fact]
    public async Task A_simulation_of_a_dll_that_was_built_again_trains()
    {
        const string walk = """
            using Pathmind;
            public class Walk : Simulation
            {
                int t;
                public override ActionSpace ActionSpace(int agent) => new Discrete(CHOICES);
                public override void Reset() => t = 0;
                public override void Step() => t++;
                public override Observation GetObservation(int agent) => new() { ["t"] = t };
                public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
                public override bool IsDone(int agent) => t == 5;
            }
            """;
        foreach (var choices in new[] { "2", "3" })
        {
            Compile("Walk", walk.Replace("CHOICES", choices));
            Assert.Equal($"Discrete({choices})", await Value(
                "#r \"Walk.dll\"\nvar trained = new Walk().Train(new() { Steps = 512 }).Policy; new Walk().ActionSpace(0).ToString()"));
        }
    }

    [Fact]
    public async Task A_project_that_changed_is_built_again()
    {
        Directory.CreateDirectory(Path.Combine(folder, "lib"));
        await File.WriteAllTextAsync(Path.Combine(folder, "lib", "Lib.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """, TestContext.Current.CancellationToken);
        foreach (var number in new[] { 1, 2 })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "lib", "Lib.cs"), $"public class Lib {{ public int Number => {number}; }}",
                TestContext.Current.CancellationToken);
            Assert.Equal(number, await Value("#:project lib\nnew Lib().Number"));
        }
    }

    /// <summary>Writes an assembly in place, as a build does.</summary>
    string Compile(string name, string code, params string[] others)
    {
        var file = Path.Combine(folder, $"{name}.dll");
        var references = ScriptReferences.Default.Concat(others.Select(other => MetadataReference.CreateFromFile(other)));
        using var image = File.Create(file);
        var result = CSharpCompilation.Create(
            Path.GetFileName(name), [CSharpSyntaxTree.ParseText(code)], references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return file;
    }

    async Task<object?> Value(string code)
    {
        var result = await session.RunAsync(code, "In [1]");
        Assert.Equal("", string.Join('\n', result.Error?.Traceback ?? []));
        return result.Value;
    }
}
