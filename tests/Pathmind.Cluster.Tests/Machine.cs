using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>A machine of a test: a network namespace of this one (Linux, as root), with a cable to a switch. Whatever
/// runs in it is a usual process. It is gone with the process that holds it, also if the test is killed.</summary>
internal sealed class Machine : IDisposable
{
    const string Network = "10.77.0";                                    // reaches none but these machines

    readonly Process holder;
    readonly Machine? hub;
    readonly int number;
    int machines;

    Machine(Machine? hub, int number)
    {
        (this.hub, this.number) = (hub, number);
        holder = Process.Start(
            new ProcessStartInfo("unshare", ["--net", "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        holder.StandardInput.WriteLine("begun");
        holder.StandardInput.Flush();
        if (holder.StandardOutput.ReadLine() is null)
            throw new InvalidOperationException("A network namespace could not be made: this test needs Linux, and root.");
        Ip("link", "set", "lo", "up");
    }

    /// <summary>What a command must begin with, to run on it.</summary>
    public string[] Enter => ["nsenter", "--target", $"{holder.Id}", "--net"];

    /// <summary>By which the others reach it.</summary>
    public string Address => $"{Network}.{number}";

    /// <summary>A switch, to which machines are added.</summary>
    public static Machine NewSwitch()
    {
        Machine made = new(null, 0);
        made.Ip("link", "add", "switch", "type", "bridge");
        made.Ip("link", "set", "switch", "up");
        return made;
    }

    /// <summary>A machine on this switch.</summary>
    public Machine Add()
    {
        Machine added = new(this, ++machines);
        Ip("link", "add", added.Port, "type", "veth", "peer", "name", "eth0", "netns", $"{added.holder.Id}");
        Ip("link", "set", added.Port, "master", "switch", "up");
        added.Ip("address", "add", $"{added.Address}/24", "dev", "eth0");
        added.Ip("link", "set", "eth0", "up");
        return added;
    }

    /// <summary>Pulls its cable out of the switch, or puts it back.</summary>
    public void Plug(bool isIn) => hub!.Ip("link", "set", Port, isIn ? "up" : "down");

    /// <summary>Lets what it sends to another machine, and what comes from there, disappear, or come again.</summary>
    public void Reach(Machine other, bool isReached) => Ip("route", isReached ? "delete" : "add", "blackhole", $"{other.Address}/32");

    public void Dispose()
    {
        holder.Kill();
        holder.WaitForExit();
        holder.Dispose();
    }

    string Port => $"port{number}";

    void Ip(params string[] arguments)
    {
        string[] command = [.. Enter, "ip", .. arguments];
        using var ip = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var errors = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {errors}");
    }
}
