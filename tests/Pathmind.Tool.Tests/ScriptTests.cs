namespace Pathmind.Tests;

/// <summary><c>pathmind FILE [arguments]</c>.</summary>
public sealed class ScriptTests : ToolFolder
{
    [Fact]
    public void A_script_gets_its_arguments_untouched_and_its_number_is_the_exit_code()
    {
        Write("args.csx", "foreach (var word in Args) Console.WriteLine($\"<{word}>\");\nreturn 7;");
        var result = Run("args.csx", "--steps", "1", "--help", "a b", "@x", "--");
        Assert.Equal("<--steps>\n<1>\n<--help>\n<a b>\n<@x>\n<-->\n", result.Output);
        Assert.Equal((7, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_cs_file_runs_as_the_program_that_dotnet_run_makes_of_it()
    {
        Write("program.cs",
            "#!/usr/bin/env dotnet\n#:property PublishAot=false\nusing var stream = new MemoryStream();\nConsole.WriteLine(args[0] + "
            + "AppContext.GetData(\"EntryPointFileDirectoryPath\"));");
        Assert.Equal($"here {Folder}\n", Run("program.cs", "here ").Succeeded());
    }

    [Fact]
    public void An_exception_is_told_on_stderr_with_the_lines_of_the_script()
    {
        Write("part.csx", "int Half(int x) => x % 2 == 0 ? x / 2 : throw new FormatException($\"{x} is odd\");");
        Write("fail.csx", "#load \"part.csx\"\n\nConsole.WriteLine(Half(4));\nHalf(3);");
        var result = Run("fail.csx");
        Assert.Equal((1, "2\n"), (result.ExitCode, result.Output));
        Assert.Equal(
            "FormatException: 3 is odd\npart.csx, line 1: Half(int x)\n    int Half(int x) => x % 2 == 0 ? x / 2 : throw new "
            + "FormatException($\"{x} is odd\");\nfail.csx, line 4\n    Half(3);\n", result.Error);
    }

    [Fact]
    public void What_does_not_compile_is_told_with_its_place_and_nothing_runs()
    {
        Write("wrong.csx", "Console.WriteLine(1);\nint x = \"\";");
        var result = Run("wrong.csx");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("wrong.csx, line 2, column 9: error CS0029:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var result = Run("nowhere.csx");
        Assert.Equal((2, "nowhere.csx: there is no such file.\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void Values_are_displayed_as_text()
    {
        Write("show.csx", "Display(new[] { new { mouse = \"Ann\", weight = 20.5 } });\nDisplay(Markdown(\"*text*\"));");
        Assert.Equal(
            """
            ╭───────┬────────╮
            │ mouse │ weight │
            ├───────┼────────┤
            │ Ann   │   20.5 │
            ╰───────┴────────╯
            *text*

            """, Run("show.csx").Succeeded());
    }

    [Fact]
    public void Ctrl_C_ends_a_script()
    {
        Write("wait.csx", "Console.WriteLine(\"waits\");\nThread.Sleep(Timeout.Infinite);");
        Assert.Equal((130, "waits\n"), RunWith([], ["wait.csx"], stopAtFirstLine: true) is var result ? (result.ExitCode, result.Output)
            : default);
    }

    [Fact]
    public void Another_version_of_the_kit_is_said_and_the_running_one_is_used()
    {
        Write("kit.csx", "#r \"nuget: Pathmind.Scripting, 99.0.0\"\nConsole.WriteLine(new Discrete(3).Choices);");
        var result = Run("kit.csx");
        Assert.Equal("3\n", result.Succeeded());
        Assert.Contains("Pathmind.Scripting 99.0.0 was asked for", result.Error);
    }

    [Fact]
    public void Only_a_return_is_an_exit_code()
    {
        Write("sum.csx", "1 + 1");
        Assert.Equal(0, Run("sum.csx").ExitCode);
        Write("returned.csx", "if (Args.Count == 0) return 5;\n1 + 1");
        Assert.Equal(5, Run("returned.csx").ExitCode);
    }

    [Fact]
    public void A_script_knows_all_cultures_and_prints_decimal_points_unless_it_asks_for_another()
    {
        Write("culture.csx", "Console.WriteLine($\"{1.5} {1.5.ToString(new System.Globalization.CultureInfo(\"de-DE\"))}\");");
        Assert.Equal("1.5 1,5\n", RunWith([("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8")], ["culture.csx"]).Succeeded());
    }

    [Fact]
    public void A_script_behind_a_link_finds_what_stands_beside_it()
    {
        Directory.CreateDirectory(PathOf("real"));
        Write("real/part.csx", "var part = 7;");
        Write("real/main.csx", "#load \"part.csx\"\nConsole.WriteLine(part);");
        File.CreateSymbolicLink(PathOf("main.csx"), PathOf("real/main.csx"));
        Assert.Equal("7\n", Run("main.csx").Succeeded());
    }

    [Theory]
    [InlineData("simulations")]
    [InlineData("train")]
    [InlineData("run")]
    public void The_cause_of_a_class_that_cannot_be_made_is_told(string command)
    {
        Write("shop.csx", "class Shop : Simulation { static Shop() => File.ReadAllText(\"orders.csv\"); "
            + Coin[(Coin.IndexOf('{') + 1)..]);
        var result = Run(command, "shop.csx");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("FileNotFoundException: ", result.Error);
        Assert.DoesNotContain("type initializer", result.Error);
        Assert.Contains("orders.csv", result.Error);
    }

    [Fact]
    public void A_script_comes_from_standard_input_or_from_a_file_whose_first_line_names_its_program()
    {
        Write("part.csx", "var part = 7;");
        Write("greet", "#!/usr/bin/env pathmind\n#load \"part.csx\"\nConsole.WriteLine($\"{part} {Args[0]}\");");
        Assert.Equal("7 a\n", Run("greet", "a").Succeeded());
        Assert.Equal("7 b\n", RunWith([], ["-", "b"], input: "#load \"part.csx\"\nConsole.WriteLine($\"{part} {Args[0]}\");").Succeeded());
    }

    [Fact]
    public void A_csx_finds_its_own_folder_by_the_path_of_its_source()
    {
        Directory.CreateDirectory(PathOf("inner"));
        Write("inner/where.csx", """
            using System.Runtime.CompilerServices;
            static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
            Console.WriteLine(Here());
            """);
        Assert.Equal($"{PathOf("inner")}\n", Run("inner/where.csx").Succeeded());
    }

    [Theory]
    [InlineData("web.csx", "#r \"sdk: Microsoft.NET.Sdk.Web\"\nusing Microsoft.AspNetCore.Builder;\nusing Microsoft.AspNetCore.Http;\n"
        + "using Microsoft.Extensions.Logging;\n")]
    [InlineData("web.cs", "#:sdk Microsoft.NET.Sdk.Web\n")]            // whose usings stand in no line
    public void A_script_serves_HTTP_with_the_framework_that_it_names(string file, string head)
    {
        Write(file, head + """
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.MapGet("/", () => Results.Text("served"));
            await app.StartAsync();
            Console.WriteLine(await new HttpClient().GetStringAsync(app.Urls.First()));
            await app.StopAsync();
            """);
        Assert.Equal("served\n", Run(file).Succeeded());
    }

    [Theory]
    [InlineData("nowhere.csx", "#r \"framework: Microsoft.Nowhere.App\"", "Installed: Microsoft.AspNetCore.App, Microsoft.NETCore.App")]
    [InlineData("nowhere.cs", "#:sdk Cake.Sdk@5.0.0",
        "There is no SDK 'Cake.Sdk' for scripts. There are: Microsoft.NET.Sdk, Microsoft.NET.Sdk.Web.")]
    public void A_framework_that_is_not_there_is_told_with_those_that_are(string file, string line, string expected)
    {
        Write(file, line + "\nConsole.WriteLine(1);");
        var result = Run(file);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public void Without_ICU_a_script_runs_with_the_invariant_culture()
    {
        Write("plain.csx", "Console.WriteLine($\"{1.5} {\"ä\".ToUpperInvariant()}\");");
        // In a view of the file system in which ICU's files are empty.
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can hide files.");
        var script =
            "for file in $(find / -xdev -name 'libicu*.so.*' -type f); do mount --bind /dev/null $file || exit 9; done; exec \"$@\"";
        var result = Shell("unshare", ["-m", "sh", "-c", script, "sh", .. Program, "plain.csx"]);
        Assert.Equal("1.5 Ä\n", result.Succeeded());
    }
}
