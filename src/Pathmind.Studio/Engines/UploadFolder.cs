using System.IO.Compression;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Files that were sent, in a folder of their own until they are taken or refused. Nothing is ever written
/// outside of it.</summary>
internal sealed class UploadFolder : IDisposable
{
    const int LongestName = 1_000, LongestPart = 200;
    const int TypeBits = 0xF000, LinkType = 0xA000, FileType = 0x8000, FolderType = 0x4000;      // of stat, in the upper half

    readonly UploadLimits limits;
    readonly string root;
    long bytes;
    int files;

    /// <param name="folder">Does not exist yet.</param>
    /// <param name="limits">How much it may become.</param>
    public UploadFolder(string folder, UploadLimits limits)
    {
        (this.limits, Folder, root) = (limits, folder, Path.Combine(folder, "code"));
        Directory.CreateDirectory(root);
    }

    /// <summary>All that belongs to it.</summary>
    public string Folder { get; }

    /// <summary>The folder of the code: a folder that alone holds all others is taken for it.</summary>
    public string Code
    {
        get
        {
            var code = root;
            while (Directory.GetFiles(code).Length == 0 && Directory.GetDirectories(code) is [var only])
                code = only;
            return code;
        }
    }

    /// <summary>Takes a file; one that is hidden or comes from a build is left out.</summary>
    /// <param name="name">Its path in the submission, with / between folders.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <exception cref="UploadFaultException">The name leads outside, is there already, or there is too
    /// much.</exception>
    public async Task AddAsync(string name, Stream content, CancellationToken cancellation)
    {
        if (Resolve(name) is not { } path)
            return;
        if (++files > limits.Files)
            throw new UploadFaultException(CodeFault.TooManyFiles,
                $"The submission has more than {limits.Files:N0} files: leave out what the simulation does not read.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
            await CopyAsync(content, file, cancellation);
        }
        catch (IOException) when (File.Exists(path) || Directory.Exists(path))
        {
            throw new UploadFaultException(CodeFault.Name, $"The submission has '{name}' twice.");
        }
    }

    /// <summary>Puts the files of a zip in the place of the zip, which is the only file.</summary>
    /// <exception cref="UploadFaultException">It is not a zip, or holds what may not be.</exception>
    public async Task UnpackAsync(CancellationToken cancellation)
    {
        var zip = Path.Combine(Folder, "sent.zip");
        File.Move(Directory.GetFiles(root).Single(), zip);
        (bytes, files) = (0, 0);
        var name = "";
        try
        {
            using var archive = ZipFile.OpenRead(zip);
            foreach (var entry in archive.Entries)
            {
                name = entry.FullName;
                RequireFile(entry);
                if (name.EndsWith('/') || name.EndsWith('\\'))
                    continue;
                await using var content = entry.Open();
                await AddAsync(name, content, cancellation);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new UploadFaultException(CodeFault.NotZip,
                name.Length == 0 ? $"The file ends in .zip, but is not a zip: {exception.Message}"
                    : $"The zip is damaged or encrypted: '{name}' cannot be read. {exception.Message}");
        }
        File.Delete(zip);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    static void RequireFile(ZipArchiveEntry entry)
    {
        var type = (entry.ExternalAttributes >> 16) & TypeBits;
        if (type == LinkType)
            throw new UploadFaultException(CodeFault.Link,
                $"'{entry.FullName}' is a symbolic link: put the file itself into the zip (zip without --symlinks).");
        if (type is not (0 or FileType or FolderType))
            throw new UploadFaultException(CodeFault.Link, $"'{entry.FullName}' is not a file, but a device, a pipe or a socket.");
        if (entry.FullName.EndsWith('/'))
            _ = Parts(entry.FullName);
    }

    /// <summary>Where a file goes; null if it is left out.</summary>
    string? Resolve(string name)
    {
        var parts = Parts(name);
        if (parts.Any(SubmittedFiles.IsLeftOut))
            return null;
        var path = Path.GetFullPath(Path.Combine([root, .. parts]));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : throw Outside(name);
    }

    static string[] Parts(string name)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            throw new UploadFaultException(CodeFault.Name,
                $"'{new string([.. name.Take(60).Where(letter => !char.IsControl(letter))])}' is not the name of a file: "
                + $"1 to {LongestName} characters, none of them a control character.");
        var path = name.Replace('\\', '/');
        if (path[0] == '/' || path is [var drive, ':', ..] && char.IsAsciiLetter(drive))
            throw new UploadFaultException(
                CodeFault.Outside, $"'{name}' is an absolute path, but files must lie in the submission's folder.");
        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToArray();
        if (parts.Length == 0 || parts.Contains(".."))
            throw Outside(name);
        return parts.FirstOrDefault(part => part.Length > LongestPart) is { } part
            ? throw new UploadFaultException(CodeFault.Name, $"'{part[..60]}…' is longer than {LongestPart} characters.") : parts;
    }

    static UploadFaultException Outside(string name) =>
        new(CodeFault.Outside, $"'{name}' leads out of the submission's folder: no path may have '..'.");

    async Task CopyAsync(Stream from, FileStream to, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        for (int count; (count = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            if ((bytes += count) > limits.Unpacked)
                throw new UploadFaultException(CodeFault.TooLarge,
                    $"The files have more than {UploadLimits.Megabytes(limits.Unpacked)} together: leave out what the simulation does not "
                    + "read.");
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
    }
}
