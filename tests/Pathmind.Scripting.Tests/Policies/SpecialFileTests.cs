using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Pathmind.Files;

namespace Pathmind.Tests.Policies;

/// <summary>What is written must reach pipes, devices and the files behind links, and leave each of them what it
/// was.</summary>
public sealed class SpecialFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public static bool HasPipes => !OperatingSystem.IsWindows();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(SkipUnless = nameof(HasPipes), Skip = "Windows has no pipes in folders.")]
    public async Task The_reader_of_a_named_pipe_gets_all_bytes_and_the_pipe_stays()
    {
        var pipe = At("pipe");
        Run("mkfifo", pipe);
        using var reader = Start("cat", pipe);
        var read = reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Write(pipe, "a,b\n1,2\n");

        Assert.Equal("a,b\n1,2\n", await read.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(FileKind.IsPipeOrDevice(pipe));
        Assert.Equal(["pipe"], Names());
    }

    [Fact(SkipUnless = nameof(HasPipes), Skip = "Windows has no pipes in folders.")]
    public void To_look_whether_a_pipe_can_be_written_neither_waits_nor_opens_it()
    {
        Run("mkfifo", At("pipe"));

        OutputFile.Require(At("pipe"), "path");

        Assert.True(FileKind.IsPipeOrDevice(At("pipe")));
    }

    [Theory(SkipUnless = nameof(HasPipes), Skip = "Windows has no /dev.")]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/fd/1")]
    [InlineData("/proc/self/fd/1")]
    public void Devices_and_the_outputs_of_a_process_are_not_files(string path) => Assert.True(FileKind.IsPipeOrDevice(RealPath.Of(path)));

    [Fact(SkipUnless = nameof(HasPipes), Skip = "Windows has no /dev.")]
    public void A_link_to_a_device_stays_a_link_and_the_device_a_device()
    {
        File.CreateSymbolicLink(At("link.csv"), "/dev/null");

        Write(At("link.csv"), "new");

        Assert.Equal("/dev/null", new FileInfo(At("link.csv")).LinkTarget);
        Assert.Empty(File.ReadAllText("/dev/null"));
        Assert.Equal(["link.csv"], Names());
    }

    [Fact]
    public void A_file_is_a_file_even_if_it_is_empty()
    {
        File.WriteAllText(At("empty"), "");

        Assert.False(FileKind.IsPipeOrDevice(At("empty")));
        Assert.False(FileKind.IsPipeOrDevice(At("absent")));
    }

    [Fact]
    public void A_link_stays_and_the_file_that_it_names_is_replaced()
    {
        File.WriteAllText(At("target.csv"), "old");
        File.CreateSymbolicLink(At("link.csv"), "target.csv");

        Write(At("link.csv"), "new");

        Assert.Equal("target.csv", new FileInfo(At("link.csv")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(At("target.csv")));
        Assert.Equal(["link.csv", "target.csv"], Names());
    }

    [Fact]
    public void Links_to_links_in_linked_folders_lead_where_the_system_leads()
    {
        Directory.CreateDirectory(At("real/inside"));
        Directory.CreateSymbolicLink(At("folder"), At("real/inside"));
        File.CreateSymbolicLink(At("real/inside/second.csv"), "../target.csv");      // of the real folder, not of the link's
        File.CreateSymbolicLink(At("first.csv"), "folder/second.csv");

        Write(At("first.csv"), "new");

        Assert.Equal("new", File.ReadAllText(At("real/target.csv")));
        Assert.Equal(["first.csv", "folder", "real"], Names());
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");

        Assert.Contains("go in a circle", Assert.Throws<ArgumentException>(() => OutputFile.Require(At("a"), "path")).Message);
    }

    [Fact(SkipUnless = nameof(HasPipes), Skip = "Windows has other permissions.")]
    [UnsupportedOSPlatform("windows")]
    public void A_file_keeps_its_permissions()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.WriteAllText(At("mode.csv"), "old");
        File.SetUnixFileMode(At("mode.csv"), Mode);

        Write(At("mode.csv"), "new");

        Assert.Equal(Mode, File.GetUnixFileMode(At("mode.csv")));
    }

    [Fact]
    public void Every_writer_of_the_kit_leaves_links_as_they_are()
    {
        var simulation = new Bandit();
        var training = simulation.Train(new() { Steps = 500, Display = Display.None });
        string[] files = ["output.csv", "summary.csv", "policy.cs", "policy.zip", "alone.onnx", "folder/policy.onnx", "folder/schema.yaml",
            "history.csv"];
        Directory.CreateDirectory(At("targets/folder"));
        Directory.CreateDirectory(At("folder"));
        foreach (var file in files)
        {
            File.WriteAllText(At($"targets/{file}"), "old");
            File.CreateSymbolicLink(At(file), At($"targets/{file}"));
        }

        simulation.Run(training.Policy, outCsv: At("output.csv"), summaryCsv: At("summary.csv"), episodes: 1, display: Display.None);
        training.Policy.ExportCSharp(At("policy.cs"));
        training.Policy.ExportZip(At("policy.zip"));
        training.Policy.ExportOnnx(At("alone.onnx"));
        training.Policy.Save(At("folder"));
        training.History.WriteCsv(At("history.csv"));

        Assert.All(files, file => Assert.Equal(At($"targets/{file}"), new FileInfo(At(file)).LinkTarget));
        Assert.All(files, file => Assert.NotEqual("old", File.ReadAllText(At($"targets/{file}"))));
    }

    string At(string name) => Path.Combine(folder, name);

    string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    static void Write(string path, string text)
    {
        OutputFile.Require(path, nameof(path));
        using AtomicFile file = new(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    static Process Start(string program, string argument) =>
        Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;

    static void Run(string program, string argument)
    {
        using var process = Start(program, argument);
        process.WaitForExit(30_000);
        Assert.Equal(0, process.ExitCode);
    }
}
