using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Pathmind.Tests;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Pathmind.Tests;

/// <summary>A PostgreSQL server of the tests' own: in a temporary folder, at a free port of this machine, started when
/// the first test asks. PostgreSQL refuses to run as root, so root starts it as the user that Debian's package
/// makes.</summary>
public sealed class PostgresCluster : IDisposable
{
    const string User = "postgres", Password = "of the tests";

    readonly Lock starting = new();
    string? folder, connection;
    int databases;

    static string? Programs { get; } = (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    /// <summary>An empty database, as the option --database takes it.</summary>
    public string NewDatabase()
    {
        Assert.SkipUnless(Programs is not null, "PostgreSQL is not installed.");
        lock (starting)
            connection ??= Start();
        var name = $"studio_{Interlocked.Increment(ref databases)}";
        using NpgsqlConnection server = new(connection);
        server.Open();
        using NpgsqlCommand create = new($"CREATE DATABASE {name}", server);
        create.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(connection) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    /// <summary>Stops the server at once, as a failing one, and starts it again.</summary>
    public void Restart()
    {
        Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder!, "log"), "start");
    }

    public void Dispose()
    {
        if (connection is null)
            return;
        Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(folder!, recursive: true);
    }

    string Data => Path.Combine(folder!, "data");

    string Start()
    {
        folder = Directory.CreateTempSubdirectory("pathmind-postgres-").FullName;
        var password = Path.Combine(folder, "password");
        File.WriteAllText(password, Password);
        if (Environment.UserName == "root")
            Execute("chown", "-R", User, folder);
        Run("initdb", "-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--no-locale", "-N");
        var port = FreePort();
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            fsync = off
            max_connections = 200
            """);
        Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder, "log"), "start");
        return $"Host=127.0.0.1;Port={port};Username={User};Password={Password};Database=postgres";
    }

    static void Run(string program, params string[] arguments)
    {
        program = Path.Combine(Programs!, program);
        if (Environment.UserName == "root")
            Execute("setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", program, .. arguments]);
        else
            Execute(program, arguments);
    }

    static void Execute(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = "/", RedirectStandardInput = true };
        start.Environment["HOME"] = "/";
        start.Environment["PGOPTIONS"] = "";
        start.RedirectStandardOutput = false;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), $"{program} did not end.");
        Assert.Equal(0, process.ExitCode);
    }

    static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
