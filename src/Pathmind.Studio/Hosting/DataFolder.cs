using Pathmind.Reporting;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Hosting;

/// <summary>The folder of a studio's data, held by one studio at a time. Only its owner can read it.</summary>
internal sealed class DataFolder : IDisposable
{
    const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly FileStream claim;

    DataFolder(string path, FileStream claim) => (Path, this.claim, Token) = (path, claim, ReadOrMakeToken(path));

    public string Path { get; }

    /// <summary>What every request must carry; the same as long as the folder is there, so that an open page survives a
    /// restart.</summary>
    public string Token { get; }

    public string Database => System.IO.Path.Combine(Path, "studio.db");

    /// <summary>The file that trainings find the studio by.</summary>
    public string Announcement => System.IO.Path.Combine(Path, StudioFile.Name);

    /// <summary>A page that leads to the studio: a browser is given its name, and no other user sees the token in a
    /// list of processes.</summary>
    public string Opener => System.IO.Path.Combine(Path, "open.html");

    /// <summary>Makes the folder if it is not there, and claims it.</summary>
    /// <exception cref="IOException">Another studio has it; the message says where that one is.</exception>
    public static DataFolder Claim(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnersFolder);
        FileStream claim;
        try
        {
            claim = new(
                System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception)
        {
            var other = StudioFile.TryRead(System.IO.Path.Combine(path, StudioFile.Name));
            throw new IOException(
                $"Another studio has its data in '{path}'{(other is null ? "" : $" and runs at {other.Url}")}: open that one, stop it, or "
                + "name another folder with --data.", exception);
        }
        try
        {
            return new(path, claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file that only its owner can read.</summary>
    public static void WriteOwners(string file, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        using StreamWriter writer = new(file, options);
        writer.Write(text);
    }

    /// <summary>Says to trainings, and to a browser, where the studio is.</summary>
    public void Announce(Uri address)
    {
        new StudioFile { Url = address.ToString(), Token = Token, Process = Environment.ProcessId }.Write(Announcement);
        WriteOwners(Opener, $"""
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0;url={address}?token={Token}"><title>Pathmind studio</title></html>
            """);
    }

    /// <summary>Nothing leads to a studio that ends.</summary>
    public void Withdraw()
    {
        File.Delete(Announcement);
        File.Delete(Opener);
    }

    public void Dispose()
    {
        Withdraw();
        claim.Dispose();
    }

    static string ReadOrMakeToken(string folder)
    {
        var file = System.IO.Path.Combine(folder, "token");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: >= 32 } known)
            return known;
        var token = AccessKey.Create();
        WriteOwners(file, token);
        return token;
    }
}
