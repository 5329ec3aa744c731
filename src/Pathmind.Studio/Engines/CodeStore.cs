using System.Security.Cryptography;
using System.Text;

namespace Pathmind.Studios.Engines;

/// <summary>The code that was submitted: a folder <c>code/DIGEST</c> for each content, so that the same files are kept
/// once and never change.</summary>
internal sealed class CodeStore(StudioData data)
{
    /// <summary>Characters of a file that are shown.</summary>
    public const int MostShown = 400_000;

    const int DigestLength = 16;

    /// <summary>Takes a folder's files over: the folder is gone afterwards.</summary>
    /// <returns>The digest by which they are found.</returns>
    public string Keep(string folder)
    {
        var digest = DigestOf(folder);
        var place = FolderOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (!Directory.Exists(place))
            Directory.Move(folder, place);
        return digest;
    }

    /// <summary>The folder of a code, a full path.</summary>
    public string FolderOf(string digest) => data.PathOf(Path.Combine("code", digest));

    /// <summary>What an experiment's source is called: <c>code/DIGEST/FILE</c>.</summary>
    public static string SourceOf(string digest, string file) => $"code/{digest}/{file}";

    /// <summary>Digest and file of a source.</summary>
    public static (string Digest, string File) Split(string source)
    {
        var parts = source.Replace('\\', '/').Split('/', 3);
        return (parts[1], parts[2]);
    }

    /// <summary>Its files by name, those at the top first; none if the code is gone.</summary>
    public IReadOnlyList<CodeFile> FilesOf(string digest)
    {
        var folder = FolderOf(digest);
        return !Directory.Exists(folder) ? [] :
        [
            .. NamesIn(folder).Select(name => new CodeFile(name, new FileInfo(Path.Combine(folder, name)).Length))
                .OrderBy(file => file.Name.Count(letter => letter == '/')).ThenBy(file => file.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Text of a file, at most <see cref="MostShown"/> characters; null if it has none of that name, or it is
    /// not text.</summary>
    public string? TextOf(string digest, string name)
    {
        if (!FilesOf(digest).Any(file => file.Name == name))             // a name, never a path that leads elsewhere
            return null;
        using StreamReader reader = new(Path.Combine(FolderOf(digest), name), Encoding.UTF8);
        var buffer = new char[MostShown];
        var text = new string(buffer, 0, reader.ReadBlock(buffer));
        return text.Contains('\0') ? null : text;
    }

    /// <summary>Deletes a code that no experiment needs.</summary>
    public void Delete(string digest)
    {
        if (digest.Length == DigestLength && digest.All(char.IsAsciiHexDigitLower) && Directory.Exists(FolderOf(digest)))
            Directory.Delete(FolderOf(digest), recursive: true);
    }

    /// <summary>SHA-256 over names and contents, its first 16 digits.</summary>
    static string DigestOf(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in NamesIn(folder).Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(Path.Combine(folder, name));
            all.AppendData(Encoding.UTF8.GetBytes($"{name}\0{Convert.ToHexStringLower(SHA256.HashData(file))}\n"));
        }
        return Convert.ToHexStringLower(all.GetHashAndReset())[..DigestLength];
    }

    static IEnumerable<string> NamesIn(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
}

/// <summary>A file of submitted code.</summary>
/// <param name="Name">Relative, with / between folders.</param>
/// <param name="Bytes">Its length.</param>
public sealed record CodeFile(string Name, long Bytes);
