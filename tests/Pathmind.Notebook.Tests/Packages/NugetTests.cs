using Pathmind.Notebook.Packages;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary><c>#r "nuget: …"</c> against a feed of the test's own packages.</summary>
public sealed class NugetTests : IDisposable
{
    readonly LocalFeed feed = new();
    readonly ScriptSession session;

    public NugetTests() => session = NewSession();

    public void Dispose() => feed.Dispose();

    [Fact]
    public async Task A_package_and_what_it_depends_on_can_be_used()
    {
        feed.Add("Lower", "1.0.0", "public static class Lower { public static int One => 1; }");
        feed.Add("Upper", "1.0.0", "public static class Upper { public static string Name => \"upper\"; }", dependency: "Lower/1.0.0");
        Assert.Equal("upper1", await Value("#r \"nuget: Upper, 1.0.0\"\n$\"{Upper.Name}{Lower.One}\""));
        Assert.Equal("upper", await Value("Upper.Name"));            // and from the next submission
        Assert.Equal(2, await Value("#r \"nuget:Lower\"\nLower.One + 1"));    // it is there: nothing new to restore
    }

    [Fact]
    public async Task Without_a_version_it_is_the_newest_release()
    {
        feed.Add("Ages", "1.0.0", "public static class Ages { public const int Number = 1; }");
        feed.Add("Ages", "2.0.0", "public static class Ages { public const int Number = 2; }");
        feed.Add("Ages", "3.0.0-beta", "public static class Ages { public const int Number = 3; }");
        Assert.Equal(2, await Value("#r \"nuget: Ages\"\nAges.Number"));
    }

    [Fact]
    public async Task Another_version_than_asked_for_is_said()
    {
        feed.Add("Ages", "2.0.0", "public static class Ages { public const int Number = 2; }");
        var result = await session.RunAsync("#r \"nuget: Ages, 1.5.0\"\nAges.Number", "In [1]");
        Assert.Equal(2, result.Value);
        Assert.Contains("NU1603", Assert.Single(result.Notices));
        Assert.Contains("Ages 2.0.0", result.Notices[0]);
    }

    [Fact]
    public async Task A_second_version_of_a_loaded_package_needs_a_restart()
    {
        feed.Add("Ages", "1.0.0", "public static class Ages { public const int Number = 1; }");
        feed.Add("Ages", "2.0.0", "public static class Ages { public const int Number = 2; }");
        Assert.Equal(1, await Value("#r \"nuget: Ages, 1.0.0\"\nAges.Number"));
        var second = await session.RunAsync("#r \"nuget: Ages, 2.0.0\"\nAges.Number", "In [2]");
        Assert.Equal("PackageError", second.Error!.Name);
        Assert.Contains("Ages 1.0.0 is a part of this session, and 2.0.0 cannot take its place: restart", second.Error.Message);
        Assert.Equal(1, await Value("Ages.Number"));
    }

    [Fact]
    public async Task A_missing_package_is_explained_in_the_words_of_NuGet()
    {
        var result = await session.RunAsync("#r \"nuget: Nowhere.To.Be.Found, 1.0.0\"", "In [1]");
        Assert.StartsWith("NU1101: Unable to find package Nowhere.To.Be.Found.", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(3, await Value("1 + 2"));                       // the session goes on
    }

    [Fact]
    public async Task A_folder_can_be_added_as_a_source()
    {
        feed.Add("Elsewhere", "1.0.0", "public static class Elsewhere { public static int One => 1; }",
            folder: Path.Combine(feed.Folder, "other"));
        Assert.NotNull((await session.RunAsync("#r \"nuget: Elsewhere, 1.0.0\"", "In [1]")).Error);
        Assert.Equal(1, await Value("#i \"nuget: other\"\n#r \"nuget: Elsewhere, 1.0.0\"\nElsewhere.One"));
    }

    [Fact]
    public async Task Native_libraries_are_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a library of Unix frameworks.");
        feed.Add("Native", "1.0.0", """
            public static class Native
            {
                [System.Runtime.InteropServices.DllImport("stand-in", EntryPoint = "SystemNative_GetPid")]
                public static extern int Process();
            }
            """, native: "libstand-in");
        Assert.Equal(Environment.ProcessId, await Value("#r \"nuget: Native, 1.0.0\"\nNative.Process()"));
    }

    [Fact]
    public async Task What_was_restored_once_needs_no_feed_again()
    {
        feed.Add("Kept", "1.0.0", "public static class Kept { public static int One => 1; }");
        Assert.Equal(1, await Value("#r \"nuget: Kept, 1.0.0\"\nKept.One"));
        Directory.Delete(feed.Feed, recursive: true);
        var later = await NewSession().RunAsync("#r \"nuget: Kept, 1.0.0\"\nKept.One", "In [1]");
        Assert.Equal((1, null), (later.Value, later.Error));
        Assert.NotNull((await NewSession().RunAsync("#r \"nuget: Kept, 2.0.0\"\nKept.One", "In [1]")).Error);
    }

    [Fact]
    public async Task A_damaged_memory_is_restored_anew()
    {
        feed.Add("Kept", "1.0.0", "public static class Kept { public static int One => 1; }");
        Assert.Equal(1, await Value("#r \"nuget: Kept, 1.0.0\"\nKept.One"));
        var remembered = Assert.Single(Directory.GetFiles(feed.Cache, "project.assets.json", SearchOption.AllDirectories));
        File.WriteAllText(remembered, "{ \"packageFolders\": ");
        Assert.Equal(1, (await NewSession().RunAsync("#r \"nuget: Kept, 1.0.0\"\nKept.One", "In [1]")).Value);
    }

    [Fact]
    public async Task Packages_that_were_removed_since_or_another_nuget_config_are_restored_anew()
    {
        feed.Add("Ages", "1.0.0", "public static class Ages { public const int Number = 1; }");
        Assert.Equal(1, await Value("#r \"nuget: Ages\"\nAges.Number"));
        Directory.Delete(Path.Combine(feed.Folder, "restored"), recursive: true);
        Assert.Equal(1, (await NewSession().RunAsync("#r \"nuget: Ages\"\nAges.Number", "In [1]")).Value);

        feed.Add("Ages", "2.0.0", "public static class Ages { public const int Number = 2; }", folder: Path.Combine(feed.Folder, "other"));
        var configuration = Path.Combine(feed.Folder, "nuget.config");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace("value=\"feed\"", "value=\"other\""));
        Assert.Equal(2, (await NewSession().RunAsync("#r \"nuget: Ages\"\nAges.Number", "In [1]")).Value);
    }

    [Fact]
    public async Task Several_sessions_restore_the_same_at_once()
    {
        feed.Add("Kept", "1.0.0", "public static class Kept { public static int One => 1; }");
        var results = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(_ => Task.Run(() => NewSession().RunAsync("#r \"nuget: Kept, 1.0.0\"\nKept.One", "In [1]"))));
        Assert.All(results, result => Assert.Equal((1, null), (result.Value, result.Error)));
        Assert.Single(Directory.GetDirectories(feed.Cache));         // no draft is left behind
    }

    [Fact]
    public async Task The_kit_is_the_running_one()
    {
        var same = await session.RunAsync("#r \"nuget: Pathmind.Scripting\"\ntypeof(Simulation).Assembly", "In [1]");
        Assert.Same(typeof(Simulation).Assembly, same.Value);
        Assert.Empty(same.Notices);
        Assert.Empty((await session.RunAsync("#r \"nuget: Pathmind.Scripting, *\"", "In [1]")).Notices);
        var other = await session.RunAsync("#r \"nuget: Pathmind.Scripting, 99.0.0\"\ntypeof(Simulation).Assembly", "In [2]");
        Assert.Same(typeof(Simulation).Assembly, other.Value);
        Assert.StartsWith($"Pathmind.Scripting 99.0.0 was asked for; {SessionPackages.KitVersion} is running", Assert.Single(other.Notices),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(feed.Cache));                  // nothing was restored
    }

    ScriptSession NewSession() => new(new() { Folder = feed.Folder, CacheFolder = feed.Cache });

    async Task<object?> Value(string code)
    {
        var result = await session.RunAsync(code, "In [1]");
        Assert.Equal("", string.Join('\n', result.Error?.Traceback ?? []));
        return result.Value;
    }
}
