using Pathmind.Files;

namespace Pathmind.Policies;

/// <summary>Finds the bytes of policy.onnx in what the user names: a policy folder, a .zip of one, or the file
/// itself.</summary>
internal static class PolicySource
{
    public const string FileName = "policy.onnx";

    /// <summary>Endings of policy files; any other text after a dot belongs to the policy's name.</summary>
    static readonly string[] Endings = [".onnx", ".zip"];

    /// <summary>Bytes of the largest file that is read; a policy of two layers of 1024 neurons has 10 million, of 2048
    /// neurons 34 million.</summary>
    public const int MaxBytes = 40 << 20;

    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at the path, or no policy in the folder.</exception>
    /// <exception cref="InvalidDataException">The .zip has no policy, or is damaged; or the file is too
    /// large.</exception>
    public static byte[] Read(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new ArgumentException("The path of the policy is empty: name a policy folder, its .zip, or an .onnx file.");
        if (Directory.Exists(path))
            return Path.Combine(path, FileName) is var inside && File.Exists(inside) ? ReadFile(inside)
                : throw new FileNotFoundException(
                    $"The folder '{path}' has no {FileName}, so it is not a policy folder: name the folder that policy.Save(folder) wrote.",
                        inside);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"There is no file or folder '{path}': name a policy folder, its .zip, or an .onnx file.", path);
        return path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? PolicyArchive.Read(path) : ReadFile(path);
    }

    /// <summary>A file that the policy at a path names, from the folder or the .zip that the policy is in: never any
    /// other file of the machine.</summary>
    /// <exception cref="InvalidDataException">There is none, it lies elsewhere, or it is too large; the message goes on
    /// after "the file 'name', ".</exception>
    public static byte[] ReadBeside(string path, string name)
    {
        if (!IsInside(name))
            throw new InvalidDataException("which is not the name of a file next to it: save the model as one file");
        if (!Directory.Exists(path) && path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return PolicyArchive.ReadBeside(path, name);
        var folder = Directory.Exists(path) ? Path.GetFullPath(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
            throw new InvalidDataException($"which is not in the folder '{folder}': copy it there, or save the model as one file");
        var (real, home) = (RealPath.Of(file), RealPath.Of(folder));
        if (!real.StartsWith(Path.EndsInDirectorySeparator(home) ? home : home + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || FileKind.IsPipeOrDevice(real))
            throw new InvalidDataException(
                $"which is a link to '{real}', not a file in the folder '{folder}': copy it there, or save the model as one file");
        return new FileInfo(real).Length <= MaxBytes ? ReadFile(real) : throw TooLargeBeside();
    }

    /// <summary>The error for an oversized file that a policy refers to.</summary>
    public static InvalidDataException TooLargeBeside() => new($"which is larger than {MaxBytes >> 20} MB, the most that is read");

    /// <summary>Whether it is a way further into a folder, on every system.</summary>
    static bool IsInside(string name) =>
        name.Length > 0 && !name.Contains('\0') && !name.Contains(':')
        && name.Split('/', '\\').All(part => part is not ("" or "." or ".."));

    /// <summary>The one rule for a policy's name: that of the folder, dots and all; or of the file without .onnx, .zip;
    /// policy.onnx is named as its folder.</summary>
    public static string NameOf(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var file = Path.GetFileName(full);
        if (Directory.Exists(full))
            return file;
        if (file == FileName && Path.GetFileName(Path.GetDirectoryName(full)) is { Length: > 0 } folder)
            return folder;
        return Path.GetExtension(file) is var ending && Endings.Contains(ending, StringComparer.OrdinalIgnoreCase)
            ? file[..^ending.Length]
            : file;
    }

    static byte[] ReadFile(string path)
    {
        using var stream = File.OpenRead(path);
        return ReadAll(stream, stream.CanSeek ? stream.Length : 0, path);
    }

    /// <summary>Reads to the end, even past the claimed length; memory is reserved for the claimed length
    /// only.</summary>
    public static byte[] ReadAll(Stream stream, long claimed, string path)
    {
        if (claimed > MaxBytes)
            throw TooLarge();
        using MemoryStream all = new((int)claimed);
        var buffer = new byte[81920];
        for (int count; (count = stream.Read(buffer)) > 0; all.Write(buffer, 0, count))
            if (all.Length + count > MaxBytes)
                throw TooLarge();
        return all.Length == all.Capacity ? all.GetBuffer() : all.ToArray();

        InvalidDataException TooLarge() => new($"The policy in '{path}' is larger than {MaxBytes >> 20} MB, the most that is read.");
    }
}
