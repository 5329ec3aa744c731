using System.Security.Cryptography;
using Pathmind.Reporting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Hosting;

/// <summary>The folder of a studio's data, held by one studio at a time. Only its owner can read it.</summary>
internal sealed class DataFolder : IStudioTokens, IDisposable
{
    const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly FileStream claim;

    DataFolder(string path, FileStream claim)
    {
        (Path, this.claim) = (path, claim);
        Start = ReadOrMake("token", AccessKey.Create);
        SessionKey = Convert.FromHexString(ReadOrMake("sessions.key", () => RandomNumberGenerator.GetHexString(64, lowercase: true)));
    }

    public string Path { get; }

    /// <summary>The token of the start; the same as long as the folder is there, so that a kept address survives a
    /// restart.</summary>
    public string Start { get; private set; }

    public string Announced { get; private set; } = AccessKey.Create();

    public DateTime StartCreated => File.GetLastWriteTimeUtc(FileOf("token"));

    public byte[] SessionKey { get; }

    /// <summary>Where trainings find the studio; null until it has been announced.</summary>
    public Uri? Address { get; private set; }

    public string Database => FileOf("studio.db");

    /// <summary>The file that trainings find the studio by.</summary>
    public string Announcement => FileOf(StudioFile.Name);

    /// <summary>A page that leads to the studio: a browser is given its name, and no other user sees the token in a
    /// list of processes. It posts the token: no address has it, and no history.</summary>
    public string Opener => FileOf("open.html");

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
        Address = address;
        new StudioFile { Url = address.ToString(), Token = Announced, Process = Environment.ProcessId }.Write(Announcement);
        WriteOwners(Opener, $"""
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Pathmind studio</title>
            <form method="post" action="{address}sign-in"><input type="hidden" name="token" value="{Start}"><button>Open the studio</button></form>
            <script>document.forms[0].submit()</script></html>
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

    public void RotateStart()
    {
        var next = AccessKey.Create();
        WriteOwners(FileOf("token"), next);
        Start = next;
        AnnounceAgain();
    }

    public void RotateAnnounced()
    {
        Announced = AccessKey.Create();
        AnnounceAgain();
    }

    void AnnounceAgain()
    {
        if (Address is not null)
            Announce(Address);
    }

    string FileOf(string name) => System.IO.Path.Combine(Path, name);

    string ReadOrMake(string name, Func<string> make)
    {
        if (File.Exists(FileOf(name)) && File.ReadAllText(FileOf(name)).Trim() is { Length: >= 32 } known)
            return known;
        var made = make();
        WriteOwners(FileOf(name), made);
        return made;
    }
}
