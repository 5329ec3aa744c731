namespace Pathmind.Benchmarks;

/// <summary>A file that means no good.</summary>
/// <param name="Kind">bytes, zip, metadata or graph.</param>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Bytes">Makes its contents, the same each time.</param>
internal sealed record HostileFile(string Kind, string Name, Func<byte[]> Bytes)
{
    /// <summary>With the extension that its reader goes by.</summary>
    public string FileName => Name.Replace(' ', '_') + (Kind == "zip" ? ".zip" : ".onnx");

    public override string ToString() => $"{Kind}: {Name}";
}
