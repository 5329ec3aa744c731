using Pathmind.Benchmarks;
using Pathmind.Policies;

namespace Pathmind.Tests.Policies;

/// <summary>The files whose refusal the benchmarks time (hostile.*): refused in words, within bounded memory, and
/// nothing is written.</summary>
public sealed class HostileFileTests : IDisposable
{
    /// <summary>What a refusal may allocate: the largest file three times, and the numbers that a graph may
    /// have.</summary>
    const long MaxBytes = 3L * PolicySource.MaxBytes + (100 << 20);

    readonly string folder = Directory.CreateTempSubdirectory("hostile-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Names => [.. HostileFiles.All.Where(file => !IsDamaged(file)).Select(file => file.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_file_is_refused_within_bounded_memory(string name)
    {
        var refusal = Assert.IsType<InvalidDataException>(Read(HostileFiles.All.First(file => file.ToString() == name)));
        Assert.StartsWith($"'{folder}", refusal.Message.Replace("The policy in ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 0, 2000);
    }

    [Fact]
    public void Damaged_files_are_policies_or_refused_within_bounded_memory()
    {
        foreach (var file in HostileFiles.All.Where(IsDamaged))
            Assert.True(Read(file) is null or InvalidDataException, file.ToString());
    }

    [Theory]
    [InlineData("a hundred thousand files")]
    [InlineData("many files behind a comment like an end")]
    [InlineData("many files behind a list of none")]
    public void A_list_of_too_many_files_is_not_read_whatever_the_end_claims(string name) =>
        Assert.Contains(
            "lists too many files", Read(HostileFiles.All.Single(file => file.Name == name))!.Message, StringComparison.Ordinal);

    static bool IsDamaged(HostileFile file) => file.Name.StartsWith("damaged", StringComparison.Ordinal);

    Exception? Read(HostileFile file)
    {
        var path = Path.Combine(folder, file.FileName);
        File.WriteAllBytes(path, file.Bytes());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => TrainedPolicy.Load(path, PolePolicy.Schema));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytes);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        File.Delete(path);
        return error;
    }
}
