using System.Text;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Work;

namespace Pathmind.Tests;

/// <summary>Processes whose code does what it wants: a shell stands for a simulation.</summary>
public sealed class SliceProcessTests : IDisposable
{
    const string Begin = "read job", Left = "printf checkpoint > to.json", End = "echo '{\"End\":\"how\"}'";

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-slice-").FullName;
    TimeSpan longest = TimeSpan.FromMinutes(1);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_line_without_end_is_cut_and_what_comes_after_it_is_read()
    {
        using var process = Start(
            Begin, Left, "printf '{\"End\":\"too long\",\"more\":\"'", "head -c 20000000 /dev/zero | tr '\\0' x", "echo '\"}'", End, "cat");
        var (checkpoint, how, _) = await RunAsync(process);
        Assert.Equal(("checkpoint", "how"), (Encoding.UTF8.GetString(checkpoint!), how));
    }

    [Fact]
    public async Task Last_words_without_end_are_cut()
    {
        using var process = Start(Begin, "(printf 'exception: '; head -c 10000000 /dev/zero | tr '\\0' x) >&2", "exit 3");
        var crash = await Assert.ThrowsAsync<SliceCrashException>(() => RunAsync(process));
        Assert.StartsWith("The process of the slice ended with exit code 3: exception: xxx", crash.Message);
        Assert.True(crash.Message.Length < 5_000);
    }

    [Fact]
    public async Task One_that_says_something_all_the_time_is_ended_when_its_time_is_over()
    {
        longest = TimeSpan.FromSeconds(1);
        using var process = Start(Begin, "while echo '{\"Steps\":1}'; do :; done");
        Assert.Contains("ran longer than", (await Assert.ThrowsAsync<SliceCrashException>(() => RunAsync(process))).Message);
    }

    [Theory]
    [InlineData("it is a link", "ln -s \"$OLDPWD/secret\" to.json")]
    [InlineData("it is not a file", "mkfifo to.json")]
    [InlineData("it has 2,048 MB, more than 1,024 MB", "truncate -s 2G to.json")]
    [InlineData("Could not find file", "true")]
    public async Task What_is_not_a_checkpoint_is_not_read(string expected, string left)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "secret"), "the worker's", TestContext.Current.CancellationToken);
        using var process = Start(Begin, left, End, "cat");
        Assert.Contains(expected, (await Assert.ThrowsAsync<SliceCrashException>(() => RunAsync(process))).Message);
    }

    [Fact]
    public async Task A_link_in_the_place_of_what_is_handed_over_is_not_written_through()
    {
        var own = Path.Combine(folder, "secret");
        await File.WriteAllTextAsync(own, "the worker's", TestContext.Current.CancellationToken);
        using var process = Start(Begin, Left, "rm from.json; ln -s \"$OLDPWD/secret\" from.json", End, Begin, Left, End, "cat");
        await RunAsync(process, "first");
        await RunAsync(process, "second");
        Assert.Equal("the worker's", await File.ReadAllTextAsync(own, TestContext.Current.CancellationToken));
        Assert.Equal("second", await File.ReadAllTextAsync(
            Path.Combine(folder, "slot", "from.json"), TestContext.Current.CancellationToken));
    }

    static Task<(byte[]? Checkpoint, string? End, string? Failure)> RunAsync(SliceProcess process, string? from = null) => process.RunAsync(
        new("{}", null, 100, 3), from is null ? null : Encoding.UTF8.GetBytes(from), 1, _ => { }, TestContext.Current.CancellationToken);

    /// <summary>A process that does this, in the folder in which checkpoints are handed over.</summary>
    SliceProcess Start(params string[] lines) => new(
        new(Path.Combine(folder, "slot"), CodeBundle.Pack([]), new("code", "coin.cs", "Coin", null, 1, "kit")), new()
        {
            Start = (own, _) => new("sh", ["-c", string.Join('\n', [$"cd '{folder}'", $"cd '{own}'", .. lines])]),
            Longest = longest,
        });
}
