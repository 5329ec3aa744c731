namespace Pathmind.Tests;

/// <summary>The plan of the house: what may use what. The one table that the tests read.</summary>
internal static class House
{
    /// <summary>Project → the projects of this repository that it may reference.</summary>
    public static Dictionary<string, string[]> Projects { get; } = new()
    {
        ["Pathmind.Scripting"] = [],
        ["Pathmind.OnnxRuntime"] = ["Pathmind.Scripting"],
        ["Pathmind.Plotly"] = ["Pathmind.Scripting"],
        ["Pathmind.Templates"] = [],
        ["Pathmind.Testing"] = ["Pathmind.Scripting"],
        ["Pathmind.Cluster"] = ["Pathmind.Scripting"],
        ["Pathmind.Commands"] = ["Pathmind.Scripting"],
        ["Pathmind.Interactive"] = ["Pathmind.Scripting", "Pathmind.Commands"],
        ["Pathmind.Notebook"] = ["Pathmind.Scripting", "Pathmind.Commands"],
        ["Pathmind.Server"] = ["Pathmind.Scripting"],
        ["Pathmind.Studio"] = ["Pathmind.Scripting", "Pathmind.Server"],
        ["Pathmind.Tool"] =
        [
            "Pathmind.Scripting", "Pathmind.Cluster", "Pathmind.Commands", "Pathmind.Notebook", "Pathmind.Server", "Pathmind.Studio",
        ],
    };

    /// <summary>Project → folder → the other folders of the project that it may use. "" is the project's own
    /// folder.</summary>
    public static Dictionary<string, Dictionary<string, string[]>> Folders { get; } = new()
    {
        ["Pathmind.Scripting"] = new()
        {
            ["Words"] = [],
            ["Numerics"] = [],
            ["Files"] = [],
            ["Drawings"] = [],
            ["Studio"] = [],
            ["TensorBoard"] = ["Files"],
            ["Display"] = ["Words", "Files", "Drawings"],
            ["Simulations"] = ["Words", "Drawings"],
            ["Python"] = ["Numerics", "Simulations"],
            ["Networks"] = ["Numerics", "Words"],
            ["Policies"] = ["Words", "Numerics", "Files", "Simulations", "Networks"],
            ["Rollouts"] = ["Words", "Numerics", "Files", "Drawings", "Simulations", "Policies", "Display"],
            ["Checks"] = ["Words", "Numerics", "Drawings", "Simulations", "Policies", "Display"],
            ["Training"] =
            [
                "Words", "Numerics", "Files", "Studio", "TensorBoard", "Simulations", "Networks", "Display", "Policies", "Rollouts",
            ],
            ["Comparisons"] = ["Words", "Numerics", "Files", "Simulations", "Display", "Policies", "Rollouts", "Training"],
            ["Sweeps"] =
            [
                "Words", "Numerics", "Files", "Studio", "Simulations", "Display", "Policies", "Rollouts", "Training", "Comparisons",
            ],
            ["Submissions"] = ["Studio", "Simulations", "Policies", "Training"],
            ["Tuning"] = ["Words", "Numerics", "Simulations", "Display", "Policies", "Rollouts", "Comparisons"],
            ["Reports"] = ["Words", "Files", "Simulations", "Display", "Policies", "Rollouts", "Training", "Comparisons", "Sweeps"],
        },
        ["Pathmind.Notebook"] = new()
        {
            ["Values"] = [],
            ["References"] = [],
            ["Packages"] = ["References"],
            ["Zmtp"] = [],
            ["Scripts"] = ["References", "Packages", "Values"],
            ["Jupyter"] = ["Scripts", "References", "Packages", "Values", "Zmtp"],
        },
        ["Pathmind.Server"] = new()
        {
            ["Options"] = [],
            ["Telemetry"] = [],
            ["Protocol"] = ["Options"],
            ["Predictions"] = ["Options"],
            ["Documents"] = ["Options", "Protocol", "Predictions"],
            ["Hosting"] = ["Options", "Telemetry", "Protocol", "Predictions", "Documents"],
            ["Pages"] = ["Protocol", "Documents", "Hosting"],
            ["Clients"] = ["Documents", "Pages"],
            ["Http"] = ["Options", "Telemetry", "Protocol", "Predictions", "Documents", "Hosting", "Pages", "Clients"],
            [""] = ["Options", "Telemetry", "Protocol", "Predictions", "Documents", "Hosting", "Pages", "Clients", "Http"],
        },
        ["Pathmind.Cluster"] = new()
        {
            ["Stores"] = [],
            ["Traffic"] = [],
            ["Grains"] = ["Stores"],
            ["Nodes"] = ["Stores", "Traffic", "Grains"],
            ["Work"] = ["Stores", "Grains", "Nodes"],
            [""] = ["Stores", "Grains", "Nodes", "Work"],
        },
        ["Pathmind.Studio"] = new()
        {
            ["Experiments"] = [],
            ["Lists"] = ["Experiments"],
            ["Assets"] = [],
            ["Tokens"] = [],
            ["Workers"] = [],
            ["Telemetry"] = ["Experiments", "Workers"],
            ["Hosting"] = ["Tokens"],
            ["Store"] = ["Experiments", "Tokens", "Sharing"],
            ["Isolation"] = [],
            ["Engines"] = ["Experiments", "Isolation", "Workers"],
            ["Policies"] = ["Experiments"],
            ["Analyses"] = ["Experiments", "Engines", "Policies"],
            ["Sharing"] = ["Experiments", "Tokens"],
            ["Lab"] = ["Experiments", "Engines"],
            ["Http"] = ["Experiments", "Assets", "Tokens", "Engines", "Policies", "Analyses", "Sharing", "Workers"],
            ["Pages"] =
            [
                "Experiments", "Lists", "Tokens", "Isolation", "Engines", "Policies", "Analyses", "Sharing", "Lab", "Workers", "Assets",
            ],
            [""] =
            [
                "Experiments", "Lists", "Assets", "Tokens", "Telemetry", "Hosting", "Store", "Isolation", "Engines", "Policies", "Analyses",
                "Sharing", "Lab", "Workers", "Http", "Pages",
            ],
        },
    };

    /// <summary>Inside of Training: what collects experience, here and on workers, and what surrounds a learner know no
    /// algorithm, nor does what has a teacher imitated; each other folder is an algorithm, and algorithms do not know
    /// each other.</summary>
    public static Dictionary<string, string[]> TrainingFolders { get; } =
        Directory.EnumerateDirectories(Path.Combine(SourceFolder, "Pathmind.Scripting", "Training"))
            .Select(folder => Path.GetFileName(folder))
            .ToDictionary(folder => folder, string[] (folder) => folder switch
            {
                "Collection" => [],
                "Ppo" or "Sac" => ["Collection", "Fitting"],
                "Session" => ["Collection", "Workers", "Imitation"],
                _ => ["Collection"],
            });

    /// <summary>The folder of the projects.</summary>
    public static string SourceFolder => Path.Combine(Repository.Root, "src");

    /// <summary>The sources of a project, by their folders.</summary>
    public static Source[] SourcesOf(string project)
    {
        var root = Path.Combine(SourceFolder, project);
        return
        [
            .. from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let path = Path.GetRelativePath(root, file).Replace('\\', '/')
               where !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal)
                   && !path.Contains("/Templates/")
               select new Source(path.Contains('/') ? path[..path.IndexOf('/')] : "", path, File.ReadAllText(file)),
        ];
    }

    /// <summary>All C# files of the repository that people write: sources, tests, scripts.</summary>
    public static IEnumerable<string> AllFiles() =>
        from folder in new[] { "src", "tests", "scripts" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Contains("/bin/") && !path.Contains("/obj/")
        select path;
}
