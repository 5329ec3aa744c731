namespace Pathmind.Tests;

/// <summary>The package beside packages of other ages, in one program: no version is forced up or down, and all of them
/// work.</summary>
[Collection(nameof(PackedKit))]
public sealed class NeighbourTests(PackedKit kit)
{
    const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
          <WarningsAsErrors>NU1605;NU1608;NU1107;MSB3277</WarningsAsErrors></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Pathmind.Scripting" Version="0.1.0" />
            <PackageReference Include="CsvHelper" Version="33.0.1" />
            <PackageReference Include="Google.OrTools" Version="9.15.6755" />
            <PackageReference Include="YamlDotNet" Version="13.7.1" />
            <PackageReference Include="System.CommandLine" Version="2.0.0-beta4.22272.1" />
            <PackageReference Include="Spectre.Console" Version="0.44.0" />
            <PackageReference Include="Newtonsoft.Json" Version="13.0.3" />
          </ItemGroup>
        </Project>
        """;

    const string Program = """
        using System.CommandLine;
        using System.Globalization;
        using Google.OrTools.Sat;
        using Pathmind;

        var model = new CpModel();
        var (a, b) = (model.NewIntVar(0, 10, "a"), model.NewIntVar(0, 10, "b"));
        model.Add(a + b <= 12);
        model.Maximize(3 * a + b);
        var solver = new CpSolver();
        Console.WriteLine($"{solver.Solve(model)} {solver.ObjectiveValue}");
        Console.WriteLine($"YamlDotNet {typeof(YamlDotNet.Serialization.Serializer).Assembly.GetName().Version}");
        Console.WriteLine($"Spectre.Console {typeof(Spectre.Console.AnsiConsole).Assembly.GetName().Version}");
        using (var csv = new CsvHelper.CsvReader(new StringReader("price\n1.5\n"), CultureInfo.InvariantCulture))
            Console.WriteLine($"CsvHelper {csv.Read()} {csv.ReadHeader()} {csv.Read()} {csv.GetField<double>("price")}");
        var root = new RootCommand("x");
        root.SetHandler(() => Console.WriteLine("handled"));
        root.Invoke("");
        Console.WriteLine(Newtonsoft.Json.JsonConvert.SerializeObject(new { x = 1 }));

        File.WriteAllText("obs.yaml", "observations: [t]\n");
        var training = new Room().Train(new() { Steps = 5_000, Folder = "policy", ObservationsFile = "obs.yaml" });
        new Room().Run(training.Policy, outCsv: "steps.csv");
        Console.WriteLine($"{new Room().Compare(5, 0, Policy.Random(1), Policy.Local("policy"))}");

        class Room : Simulation
        {
            int t;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => t = 0;
            public override void Step() => t++;
            public override Observation GetObservation(int agent) => new() { ["t"] = t, ["on"] = true };
            public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
            public override bool IsDone(int agent) => t == 10;
        }
        """;

    [Fact]
    public void Programs_keep_the_versions_that_they_ask_for()
    {
        var folder = Directory.CreateDirectory(Path.Combine(kit.Folder, "beside")).FullName;
        File.WriteAllText(Path.Combine(folder, "beside.csproj"), Project);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
        var output = kit.Run("cd beside && dotnet run");
        Assert.All(
            ["Optimal 32", "YamlDotNet 13.", "CsvHelper True True True 1.5", "handled", """{"x":1}""", "policy"],
            expected => Assert.Contains(expected, output, StringComparison.Ordinal));
    }

    /// <summary>What the kit brings along: the test is to be changed only with a good reason for another
    /// dependency.</summary>
    [Fact]
    public void A_program_gets_few_assemblies_besides_the_kits_own()
    {
        var folder = Directory.CreateDirectory(Path.Combine(kit.Folder, "alone")).FullName;
        File.WriteAllText(Path.Combine(folder, "alone.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Pathmind.Scripting" Version="0.1.0" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(new Pathmind.Discrete(2));\n");
        kit.Run("cd alone && dotnet publish -o out");
        string[] assemblies = [.. Directory.EnumerateFiles(Path.Combine(folder, "out"), "*.dll").Order(StringComparer.Ordinal)];
        Assert.Equal(["Pathmind.Scripting.dll", "YamlDotNet.dll", "alone.dll"], assemblies.Select(Path.GetFileName));
        Assert.InRange(assemblies.Where(file => !file.EndsWith("Pathmind.Scripting.dll", StringComparison.Ordinal))
            .Sum(file => new FileInfo(file).Length), 0, 1_500_000);
    }
}
