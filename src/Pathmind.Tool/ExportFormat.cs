namespace Pathmind.Tool;

/// <summary>A file format that policies are exported to. A new one is a line in <see cref="All"/>: option, help,
/// completion and the file's name follow from it.</summary>
/// <param name="Name">The word after <c>--to</c>.</param>
/// <param name="Ending">Ending of the file's name: <c>.cs</c>.</param>
/// <param name="Description">Contents of the file, for the help.</param>
/// <param name="Write">Writes a policy to a path.</param>
internal sealed record ExportFormat(string Name, string Ending, string Description, Action<TrainedPolicy, string> Write)
{
    /// <summary>All formats; the first one is the default.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("onnx", ".onnx", "policy.onnx alone", PolicyExport.ExportOnnx),
        new("csharp", ".cs", "one C# file without dependencies", PolicyExport.ExportCSharp),
        new("zip", ".zip", "the folder in one file", PolicyExport.ExportZip),
    ];
}
