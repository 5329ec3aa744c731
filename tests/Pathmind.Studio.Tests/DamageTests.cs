using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Store;

namespace Pathmind.Tests;

/// <summary>A damaged file, a full disk: what was learnt is there afterwards.</summary>
public sealed class DamageTests : StudioFolder
{
    const int PageSize = 4096, Experiments = 40, RowsEach = 120;

    string Folder => Path.Combine(Data, "studio");

    string File => Path.Combine(Folder, "studio.db");

    [Fact]
    public async Task Whatever_page_is_overwritten_the_studio_starts_with_what_the_others_hold()
    {
        await FillAsync();
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(1);
        var pages = whole.Length / PageSize;
        Assert.True(pages > 60, $"only {pages} pages");
        var damaged = 0;
        for (var page = 0; page < pages; page += page < 12 ? 1 : 5)
        {
            var bytes = (byte[])whole.Clone();
            random.NextBytes(bytes.AsSpan(page * PageSize, PageSize));
            foreach (var old in Directory.GetFiles(Folder, "studio.db*"))
                System.IO.File.Delete(old);
            await System.IO.File.WriteAllBytesAsync(File, bytes);
            await using var opening = await StoreOpening.OpenAsync(database: null, File, CancellationToken.None);
            damaged += opening.Damage is null ? 0 : 1;
            var experiments = await opening.Store.ReadAllAsync();
            var rows = 0;
            foreach (var number in Enumerable.Range(1, Experiments))
                rows += (await opening.Store.CurveAsync(number)).Rows;
            if (page > 0 && (opening.Damage is null || opening.Damage.Rows.Count > 0))
                Assert.True(
                    experiments.Count + rows / RowsEach >= Experiments, $"page {page}: {experiments.Count} experiments, {rows} rows");
            SqliteConnection.ClearAllPools();
        }
        Assert.True(damaged > pages / 10, $"only {damaged} damages were seen");
    }

    [Fact]
    public async Task A_damaged_database_is_said_saved_and_made_whole_from_folders()
    {
        string before;
        using (var studio = StudioProcess.Start(Folder))
        {
            studio.Client.Submit(new()
            {
                File = "coin.csx", Text = SubmissionTests.Script(""),
                Options = JsonDocument.Parse("""{ "Steps": 30000, "StopWhenConverged": false }""").RootElement,
            });
            await Until(() => studio.Client.Get(1).Status == "Completed", "it is trained");
            await Until(() => studio.Client.Rows(1).Rows.Length > 25, "its rows are read from the folder");
            before = Steps(studio.Client.Rows(1));
            studio.Interrupt();
        }
        foreach (var log in Directory.GetFiles(Folder, "studio.db-*"))
            System.IO.File.Delete(log);
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        new Random(1).NextBytes(bytes.AsSpan(0, PageSize));              // the first page: nothing can be read
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        using var next = StudioProcess.Start(Folder);
        Assert.Equal("Completed", next.Client.Get(1).Status);
        Assert.Equal("Coin", next.Client.Get(1).Simulation);
        Assert.Equal(before, Steps(next.Client.Rows(1)));
        var page = WebUtility.HtmlDecode(await next.Http.GetStringAsync(""));
        Assert.Contains("The database was damaged", page);
        var saved = Assert.Single(Directory.GetDirectories(Folder, "damaged-*"));
        Assert.Equal(bytes, await System.IO.File.ReadAllBytesAsync(Path.Combine(saved, "studio.db")));
        Assert.Contains(saved, page);
    }

    /// <summary>A disk of its own in memory, which root can make: it is full when it is full.</summary>
    [Fact]
    public async Task On_a_full_disk_rows_are_refused_and_none_that_was_taken_is_lost()
    {
        Assert.SkipUnless(Environment.UserName == "root" && OperatingSystem.IsLinux(), "Only root mounts a small disk.");
        Directory.CreateDirectory(Folder);
        Execute("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", Folder);
        try
        {
            var filler = Path.Combine(Folder, "filler");
            using (var studio = StudioProcess.Start(Folder))
            {
                studio.Client.Register(Registration.Of("Mouse"));
                studio.Client.Append(1, Registration.Rows(1, 10));
                Fill(filler);
                var taken = 10;
                var error = Assert.Throws<HttpRequestException>(() =>
                {
                    for (; taken < 20_000; taken += 100)
                        studio.Client.Append(1, Registration.Rows(taken + 1, taken + 100));
                });
                Assert.Equal(HttpStatusCode.ServiceUnavailable, error.StatusCode);
                Assert.Contains("disk of the studio's data is full", error.Message);
                Assert.Equal(taken, studio.Client.Get(1).Rows);
                Assert.Equal(taken, studio.Client.Rows(1).Rows.Length);
                System.IO.File.Delete(filler);
                studio.Client.Append(1, Registration.Rows(taken + 1, taken + 100));
                Fill(filler);
                studio.Kill();
                System.IO.File.Delete(filler);
                using var next = StudioProcess.Start(Folder);
                Assert.Equal(taken + 100, next.Client.Rows(1).Rows.Length);
                Assert.Equal(taken + 100, next.Client.Get(1).Rows);
            }
        }
        finally
        {
            Execute("umount", "-l", Folder);
        }
    }

    async Task FillAsync()
    {
        await using var studio = await StartAsync();
        for (var number = 1; number <= Experiments; number++)
        {
            await studio.Board.RegisterAsync(Registration.Of("Mouse"));
            await studio.Board.AppendAsync(number, Registration.Rows(1, RowsEach));
            await studio.Board.EndAsync(number, new() { Stop = "Steps", Message = "Done." });
        }
        await studio.DisposeAsync();
        using (SqliteConnection connection = new($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        SqliteConnection.ClearAllPools();
    }

    static string Steps(ProgressBatch batch) => string.Join(' ', batch.Rows.Select(row => row[Array.IndexOf(batch.Columns, "steps")]));

    static void Fill(string file)
    {
        using var stream = System.IO.File.Create(file, bufferSize: 1);
        try
        {
            for (var block = new byte[4096]; ;)
                stream.Write(block);
        }
        catch (IOException)
        {
            return;                                                      // full
        }
    }

    static void Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
