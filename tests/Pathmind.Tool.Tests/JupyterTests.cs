using System.Diagnostics;
using System.Text.Json;

namespace Pathmind.Tests;

/// <summary><c>pathmind jupyter</c>, and what Jupyter makes of it.</summary>
public sealed class JupyterTests : ToolFolder
{
    [Fact]
    public void Install_writes_what_starts_this_very_tool_and_uninstall_removes_it()
    {
        var folder = PathOf("env/share/jupyter/kernels/pathmind");
        Assert.Contains($"Installed in {folder}", Run("jupyter", "install", "--prefix", "env").Succeeded());
        var kernel = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json"))).RootElement;
        string[] command = [.. kernel.GetProperty("argv").EnumerateArray().Select(word => word.GetString()!)];
        Assert.Equal([Program[1], "kernel", "{connection_file}"], command[1..]);
        Assert.True(File.Exists(command[0]), command[0]);
        Assert.Equal(("message", "csharp"), (kernel.GetProperty("interrupt_mode").GetString(), kernel.GetProperty("language").GetString()));
        foreach (var size in new[] { 32, 64 })
            Assert.Equal(size, File.ReadAllBytes(Path.Combine(folder, $"logo-{size}x{size}.png"))[19]);    // width in a PNG's header

        Assert.Contains(folder, RunWith([("VIRTUAL_ENV", PathOf("env"))], ["jupyter", "list"]).Succeeded());
        Run("jupyter", "uninstall", "--prefix", "env").Succeeded();
        Assert.False(Directory.Exists(folder));
        Assert.Equal(2, Run("jupyter", "uninstall", "--prefix", "env").ExitCode);
    }

    [Fact]
    public void The_user_s_folder_is_the_default_and_follows_Jupyter_s_variable()
    {
        (string, string)[] environment = [("JUPYTER_DATA_DIR", PathOf("data"))];
        RunWith(environment, ["jupyter", "install"]).Succeeded();
        Assert.True(File.Exists(PathOf("data/kernels/pathmind/kernel.json")));
        RunWith(environment, ["jupyter", "uninstall", "--user"]).Succeeded();
        Assert.False(Directory.Exists(PathOf("data/kernels/pathmind")));
        Assert.Equal(2, RunWith(environment, ["jupyter", "install", "--user", "--prefix", "env"]).ExitCode);
    }

    [Fact]
    public void A_kernel_whose_program_is_gone_is_told()
    {
        Directory.CreateDirectory(PathOf("data/kernels/pathmind"));
        Write("data/kernels/pathmind/kernel.json", """{ "argv": ["/nowhere/pathmind", "kernel", "{connection_file}"] }""");
        Assert.Contains("no longer there: install it again", RunWith([("JUPYTER_DATA_DIR", PathOf("data"))], ["jupyter", "list"])
            .Succeeded());
    }

    [Fact]
    public void The_starter_notebook_runs_in_Jupyter()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jupyter-nbconvert"), "Needs Debian's jupyter-nbconvert.");
        Run("new", "shop").Succeeded();
        Run("jupyter", "install", "--prefix", "env").Succeeded();
        ProcessStartInfo start = new("/usr/bin/jupyter-nbconvert",
            ["--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=60", "--output", "done.ipynb",
                "shop.ipynb"])
        { WorkingDirectory = Folder, RedirectStandardError = true };
        start.Environment["JUPYTER_PATH"] = PathOf("env/share/jupyter");
        using var process = Process.Start(start)!;
        var log = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, log);
        var notebook = File.ReadAllText(PathOf("done.ipynb"));
        Assert.Contains("Training finished", notebook);
        Assert.Contains("image/svg+xml", notebook);
        Assert.DoesNotContain("\"output_type\": \"error\"", notebook);
    }

    [Fact]
    public void A_kernel_without_its_connection_file_says_so()
    {
        var result = Run("kernel", "nowhere.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nowhere.json", result.Error);
    }
}
