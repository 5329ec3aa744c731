using System.IO.Compression;
using Pathmind.Numerics;
using Pathmind.Policies;

namespace Pathmind.Tests.Policies;

public sealed class PolicyFolderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("policy-").FullName;
    readonly PolicyCase policy = PolicyCase.Of("choice, then number", masks: true);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Folder_zip_and_file_give_the_same_policy()
    {
        var saved = Path.Combine(folder, "mouse");
        policy.Trained.Save(saved);
        ZipFile.CreateFromDirectory(saved, saved + ".zip");
        ZipFile.CreateFromDirectory(saved, saved + "2.zip", CompressionLevel.Optimal, includeBaseDirectory: true);
        File.Copy(Path.Combine(saved, "policy.onnx"), Path.Combine(folder, "alone.onnx"));

        policy.Trained.Save(saved + "-1.5");

        var bytes = policy.Trained.ToOnnx();
        foreach (var (path, name) in new[] { (saved, "mouse"), (saved + "/", "mouse"), (saved + ".zip", "mouse"),
            (saved + "2.zip", "mouse2"), (Path.Combine(folder, "alone.onnx"), "alone"), (Path.Combine(saved, "policy.onnx"), "mouse"),
            (saved + "-1.5", "mouse-1.5") })
        {
            var read = Policy.Local(path);
            Assert.Equal(bytes, read.ToOnnx());
            Assert.Equal(name, read.Name);
        }
    }

    [Fact]
    public void A_policy_nearly_as_large_as_can_be_trained_is_read_again()
    {
        var large = PolicyCase.Of("one choice", hidden: [.. Enumerable.Repeat(1024, 10)]);
        large.Trained.Save(folder);
        Assert.InRange(new FileInfo(Path.Combine(folder, "policy.onnx")).Length, 36 << 20, PolicySource.MaxBytes);
        var values = large.RandomValues();
        Assert.Equal(large.Trained.Evaluate(values).Action, TrainedPolicy.Load(folder, large.Schema).Evaluate(values).Action);
    }

    [Fact]
    public void A_policy_that_does_not_fit_is_named_with_its_path()
    {
        var path = Path.Combine(folder, "mouse");
        policy.Trained.Save(path);

        var error = Assert.Throws<ArgumentException>(() => new MouseAndCheese().Compare(1, seed: 0, Policy.Random(), Policy.Local(path)));

        Assert.StartsWith($"The policy 'mouse' of '{path}', trained on", error.Message);
    }

    [Fact]
    public void A_policy_without_a_record_does_not_keep_the_record_of_the_one_that_it_replaces()
    {
        new Bandit().Train(new() { Steps = 500, Display = Display.None }).Policy.Save(folder);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "mine");
        Assert.True(File.Exists(Path.Combine(folder, "progress.csv")) && File.Exists(Path.Combine(folder, "training.json")));

        policy.Trained.Save(folder);

        string[] left = ["notes.txt", "policy.onnx", "schema.yaml"];
        Assert.Equal(left, Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Saving_twice_writes_the_same_bytes_and_leaves_nothing_else()
    {
        policy.Trained.Save(folder);
        var (onnx, schema) =
            (File.ReadAllBytes(Path.Combine(folder, "policy.onnx")), File.ReadAllText(Path.Combine(folder, "schema.yaml")));
        PolicyCase.Of("choice, then number", masks: true).Trained.Save(folder);

        Assert.Equal(onnx, File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
        Assert.Equal(schema, File.ReadAllText(Path.Combine(folder, "schema.yaml")));
        Assert.Equal(["policy.onnx", "schema.yaml"], Files());
    }

    [Fact]
    public void The_schema_is_the_original_servers_and_holds_no_key()
    {
        policy.Trained.Save(folder);

        Assert.Equal(
            """
            simulation: Warehouse
            agents: 2
            observations:
              x:
                type: float
              orders:
                type: List[float]
                min_items: 3
                max_items: 3
              "y":
                type: float
            actions:
            - type: discrete
              choices: 5
              size: 1
            - type: continuous
              shape:
              - 1
              low:
              - 0
              high:
              - 10
            parameters:
              discrete: false
              tuple: true
              action_mask: true
            reward_terms:
            - profit
            - waste

            """, File.ReadAllText(Path.Combine(folder, "schema.yaml")));
    }

    [Fact]
    public void An_error_while_writing_leaves_the_old_files_whole()
    {
        PolicyFolder.Save(
            folder, policy.Trained, new Dictionary<string, Action<Stream>> { ["training.json"] = stream => stream.Write("old"u8) });
        var old = File.ReadAllBytes(Path.Combine(folder, "policy.onnx"));
        var other = PolicyCase.Of("one choice").Trained;

        Assert.Throws<InvalidOperationException>(() => PolicyFolder.Save(folder, other, new Dictionary<string, Action<Stream>>
        {
            ["training.json"] = stream => stream.Write("new"u8),
            ["progress.csv"] = _ => throw new InvalidOperationException("disk full"),
        }));

        Assert.Equal(old, File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder, "training.json")));
        Assert.Equal(["policy.onnx", "schema.yaml", "training.json"], Files());
    }

    [Fact]
    public void Other_files_stay_in_the_folder() =>
        Assert.Throws<ArgumentException>(
            () => PolicyFolder.Save(folder, policy.Trained, new Dictionary<string, Action<Stream>> { ["../x"] = _ => { } }));

    [Fact]
    public void What_is_not_there_is_said_with_what_to_do()
    {
        Assert.Contains("name a policy folder, its .zip, or an .onnx file",
            Assert.Throws<FileNotFoundException>(() => Policy.Local(Path.Combine(folder, "none"))).Message);
        Assert.Contains("The path of the policy is empty", Assert.Throws<ArgumentException>(() => Policy.Local("")).Message);
        Assert.Contains("has no policy.onnx", Assert.Throws<FileNotFoundException>(() => Policy.Local(folder)).Message);
    }

    [Theory]
    [InlineData("policy.onnx", "it is not an ONNX file, or a truncated one")]
    [InlineData("policy.zip", "is not a .zip file, or is damaged")]
    public void A_foreign_file_is_named(string name, string reason)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "Dear Sir or Madam");

        var error = Assert.Throws<InvalidDataException>(() => Policy.Local(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void A_zip_of_something_else_or_of_two_policies_is_refused()
    {
        var path = Path.Combine(folder, "two.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
            foreach (var entry in new[] { "a/policy.onnx", "../../policy.onnx" })
                archive.CreateEntry(entry);

        Assert.Contains("contains 2 files policy.onnx", Assert.Throws<InvalidDataException>(() => Policy.Local(path)).Message);
    }

    [Fact]
    public void Truncated_and_random_bytes_end_in_one_kind_of_error()
    {
        var whole = policy.Trained.ToOnnx();
        RandomStream random = new(5, 0);
        for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 200))
            AssertRefused(whole[..length]);
        for (var i = 0; i < 300; i++)
        {
            var noise = new byte[random.Next(400)];
            random.NextBytes(noise);
            AssertRefused(noise);
        }
    }

    [Fact]
    public void A_file_with_bytes_changed_reads_or_is_refused_but_nothing_else()
    {
        var whole = policy.Trained.ToOnnx();
        RandomStream random = new(6, 0);
        for (var i = 0; i < 2000; i++)
        {
            var changed = (byte[])whole.Clone();
            for (var k = 0; k <= i % 4; k++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var error = Record.Exception(() => TrainedPolicy.FromOnnx(changed, "changed"));
            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    [Fact]
    public void Metadata_names_of_the_kit_are_not_the_trainings() =>
        Assert.Contains("'pathmind.simulation'", Assert.Throws<ArgumentException>(() =>
            TrainedPolicy.From(
                policy.Parts with
                {
                    Description = policy.Parts.Description with
                    {
                        Metadata = new Dictionary<string, string>
                        {
                            [
                    "pathmind.simulation"] = "x"
                        }
                    }
                }).ToOnnx()).Message);

    static void AssertRefused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => TrainedPolicy.FromOnnx(bytes, "refused"));

    string[] Files() => [.. Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
}
