namespace Pathmind.Tests;

/// <summary>Whether two trainings gave the same policy is told by its file.</summary>
internal static class PolicyBytes
{
    /// <summary>The bytes of policy.onnx.</summary>
    public static byte[] Of(TrainingResult result)
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-").FullName;
        try
        {
            result.Policy.Save(folder);
            return File.ReadAllBytes(Path.Combine(folder, "policy.onnx"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
