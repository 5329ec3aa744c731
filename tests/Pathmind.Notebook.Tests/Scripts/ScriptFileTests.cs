using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>Scripts in files, run whole or for their declarations.</summary>
public sealed class ScriptFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-script-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a.csx", "return 3;", 3)]
    [InlineData("a.csx", "var x = 1;", 0)]
    [InlineData("a.csx", "throw new Exception();", 1)]
    [InlineData("a.csx", "int x = \"\";", 1)]
    [InlineData("a.csx", "return Args.Count;", 2)]
    [InlineData("a.csx", "#!/usr/bin/env pathmind\nreturn 4;", 4)]
    [InlineData("a.cs", "return 3;", 3)]
    [InlineData("a.cs", "#!/usr/bin/env dotnet\n#:property PublishAot=false\nusing var some = new MemoryStream();\nreturn args.Length;", 2)]
    [InlineData("a.cs", "await Task.Yield(); throw new Exception();", 1)]
    [InlineData("a.cs", "namespace A; class B { }", 0)]
    [InlineData("a.cs", "class B { static int Main() => 5; }", 5)]
    public async Task The_exit_code_is_what_the_script_returns(string name, string code, int expected)
    {
        var file = Write(name, code);
        Assert.Equal(expected, ScriptFile.ExitCode(await file.RunAsync(file.NewSession("one", "two"))));
    }

    [Theory]
    [InlineData("lines.csx", "int Fail(int x)\n{\n    throw new FormatException(\"bad\");\n}\nFail(1);")]
    [InlineData("lines.cs",
        "#:property PublishAot=false\n#:property Optimize=true\nstatic int Fail(int x) => throw new FormatException(\"bad\");\n\nFail(1);")]
    public async Task Exceptions_carry_the_lines_of_the_file(string name, string code)
    {
        var file = Write(name, code);
        var error = (await file.RunAsync(file.NewSession())).Error!;
        Assert.Equal("FormatException: bad", error.Traceback[0]);
        Assert.Equal($"{name}, line 3: Fail(int x)", error.Traceback[1]);
        Assert.Equal($"{name}, line 5", error.Traceback[3]);
    }

    [Theory]
    [InlineData("declared.csx")]
    [InlineData("declared.cs")]
    public void Declarations_come_without_running_anything(string name)
    {
        var file = Write(name, """
            var started = DateTime.Now;
            throw new InvalidOperationException("it ran");

            class Coin : Simulation
            {
                public override ActionSpace ActionSpace(int agent) => new Discrete(2);
                public override void Reset() { }
                public override void Step() { }
                public override Observation GetObservation(int agent) => new() { ["x"] = 1 };
                public override Reward GetReward(int agent) => new() { ["r"] = 0 };
                public override bool IsDone(int agent) => true;
            }
            record Other(int X);
            """);
        var session = file.NewSession();
        var result = file.Declare(session);
        Assert.Equal("", string.Join('\n', result.Error?.Traceback ?? []));
        Assert.Equal(["Coin", "Other"], result.DeclaredTypes.Select(type => type.Name));
        Assert.Equal(["Coin", "Other"], session.Types.Select(type => type.Name));
        Assert.Empty(session.Variables);
        Assert.IsAssignableFrom<Simulation>(Activator.CreateInstance(session.Types[0]));
    }

    [Fact]
    public async Task Loaded_files_are_relative_to_the_file_that_loads_them()
    {
        Directory.CreateDirectory(Path.Combine(folder, "inner"));
        File.WriteAllText(
            Path.Combine(folder, "inner", "first.csx"), "#load \"second.csx\"\nusing System.Text;\nint First() => Second() + 1;");
        File.WriteAllText(Path.Combine(folder, "inner", "second.csx"),
            "#r \"nuget: Pathmind.Scripting\"\nint Second() => throw new FormatException(\"deep\");");
        var file = Write("outer.csx", "#load \"inner/first.csx\"\nusing System.Text.Json;\nFirst();");
        var error = (await file.RunAsync(file.NewSession())).Error!;
        Assert.Equal(
            [
                "FormatException: deep",
                "inner/second.csx, line 2: Second()", "    int Second() => throw new FormatException(\"deep\");",
                "inner/first.csx, line 3: First()", "    int First() => Second() + 1;",
                "outer.csx, line 3", "    First();",
            ], error.Traceback);
    }

    [Fact]
    public async Task Files_that_load_each_other_are_read_once()
    {
        Write("one.csx", "#load \"other.csx\"\nint One() => 1;");
        Write("other.csx", "#load \"one.csx\"\nint Other() => One() + 1;");
        var file = Write("outer.csx", "#load \"one.csx\"\n#load \"other.csx\"\nreturn Other();");
        var result = await file.RunAsync(file.NewSession());
        Assert.Equal((2, null), (result.Value, result.Error));
    }

    [Theory]
    [InlineData("#load \"other.csx\"\nvar one = 1;\nreturn Other() + one;", 3)]
    [InlineData("#load \"self.csx\"\nvar one = 1;\nreturn one;", 1)]
    public async Task A_file_in_a_circle_with_what_it_loads_is_read_once(string code, int returned)
    {
        Write("other.csx", "#load \"self.csx\"\nint Other() => 2;");
        var file = Write("self.csx", code);
        var result = await file.RunAsync(file.NewSession());
        Assert.Equal((returned, null), (result.Value, result.Error));
    }

    [Theory]
    [InlineData("class Shop { static void Main() => throw new Exception(); }", "Shop.Main was not called")]
    [InlineData("class Shop { public static void Main() { } }\nShop.Main();", null)]
    [InlineData("class Shop { }", null)]
    public async Task A_script_of_a_class_with_Main_says_that_it_was_not_called(string code, string? notice)
    {
        var file = Write("shop.csx", code);
        var result = await file.RunAsync(file.NewSession());
        Assert.Null(result.Error);
        Assert.Equal(notice, result.Notices.SingleOrDefault()?.Split(':')[0]);
    }

    [Fact]
    public async Task A_loaded_file_that_is_not_there_is_a_compilation_error()
    {
        var file = Write("outer.csx", "\n#load \"nowhere.csx\"");
        var error = (await file.RunAsync(file.NewSession())).Error!;
        Assert.StartsWith("outer.csx, line 2, column 7: error CS1504", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_file_is_loaded_anew()
    {
        var file = Write("part.csx", "var version = 1;");
        var session = file.NewSession();
        Assert.Equal(1, (await session.RunAsync("#load \"part.csx\"\nversion", "In [1]")).Value);
        Write("part.csx", "var version = 2;");
        Assert.Equal(2, (await session.RunAsync("#load \"part.csx\"\nversion", "In [2]")).Value);
    }

    [Fact]
    public async Task An_assembly_is_referred_to_by_its_path()
    {
        using (var image = File.Create(Path.Combine(folder, "Library.dll")))
            LocalFeed.Compile("Library", "1.0.0", "public static class Library { public static int One => 1; }", image);
        var file = Write("user.csx", "#r \"Library.dll\"\nreturn Library.One;");
        var session = file.NewSession();
        Assert.Equal(1, (await file.RunAsync(session)).Value);
        Assert.Equal(2, (await session.RunAsync("Library.One + 1", "In [1]")).Value);
    }

    [Fact]
    public async Task A_project_is_built_and_the_kit_s_own_is_the_running_one()
    {
        var library = Directory.CreateDirectory(Path.Combine(folder, "Library")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        File.WriteAllText(Path.Combine(library, "Library.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(library, "Library.cs"), "public static class Library { public static int One => 1; }");
        var file = Write("user.cs",
            "#:project Library\n#:project ../src/Pathmind.Scripting\nusing Pathmind;\nreturn Library.One + new Discrete(2).Choices;");
        var result = await file.RunAsync(file.NewSession());
        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal(3, result.Value);
        File.WriteAllText(Path.Combine(library, "Library.cs"), "public static class Library { broken }");
        Assert.Contains("Library.cs(1,", (await file.RunAsync(file.NewSession())).Error!.Message);
    }

    [Theory]
    [InlineData("missing.csx", "there is no such file")]
    [InlineData("notes.txt", "a script is a .csx or a .cs file")]
    public void What_is_no_script_is_said(string name, string expected)
    {
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "");
        Assert.Contains(expected, Assert.Throws<ScriptException>(() => ScriptFile.Read(Path.Combine(folder, name))).Message);
    }

    ScriptFile Write(string name, string code)
    {
        File.WriteAllText(Path.Combine(folder, name), code);
        return ScriptFile.Read(Path.Combine(folder, name));
    }
}
