namespace Pathmind.Tests;

/// <summary>Texts that a person has approved. A change shows in the diff of a commit; it is accepted by running the
/// tests with PATHMIND_APPROVE=1.</summary>
internal static class Approved
{
    static string Folder => Path.Combine(Repository.Root, "tests", typeof(Approved).Assembly.GetName().Name!, "approved");

    /// <summary>Compares a text with the approved one, line by line.</summary>
    public static void Equal(string file, string actual)
    {
        var (path, text) = (Path.Combine(Folder, file), actual.ReplaceLineEndings("\n").TrimEnd() + "\n");
        if (Environment.GetEnvironmentVariable("PATHMIND_APPROVE") == "1")
            File.WriteAllText(path, text);
        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string[] before = approved.Split('\n'), now = text.Split('\n');
        string[] changes =
            [.. before.Except(now).Select(line => $"- {line.Trim()}"), .. now.Except(before).Select(line => $"+ {line.Trim()}")];
        Assert.True(approved == text,
            $"{file} differs from what was approved; if that is meant, run with PATHMIND_APPROVE=1.\n{string.Join('\n', changes)}");
    }
}
