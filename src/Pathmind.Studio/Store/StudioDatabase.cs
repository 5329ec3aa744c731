using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Sharing;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Store;

/// <summary>The tables of the studio. Their columns are of the kinds that every database has, so that one set of
/// migrations serves all.</summary>
internal sealed class StudioDatabase(DbContextOptions<StudioDatabase> options) : DbContext(options)
{
    public DbSet<Experiment> Experiments => Set<Experiment>();

    public DbSet<ProgressChunk> Chunks => Set<ProgressChunk>();

    public DbSet<AccessToken> Tokens => Set<AccessToken>();

    public DbSet<SharedView> Shares => Set<SharedView>();

    public DbSet<ProjectNote> Projects => Set<ProjectNote>();

    /// <summary>A database in a file; WAL, so that readers never wait for the writer.</summary>
    public static DbContextOptions<StudioDatabase> Sqlite(string file) => Finish(new DbContextOptionsBuilder<StudioDatabase>()
        .UseSqlite($"Data Source={file};Cache=Private;Pooling=True"));

    /// <summary>A database of a PostgreSQL server.</summary>
    /// <param name="connection">As Npgsql writes it: Host=…;Database=…;Username=…;Password=….</param>
    public static DbContextOptions<StudioDatabase> Postgres(string connection) =>
        Finish(new DbContextOptionsBuilder<StudioDatabase>().UseNpgsql(connection));

    static DbContextOptions<StudioDatabase> Finish(DbContextOptionsBuilder<StudioDatabase> options) => options
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))    // a test compares the two
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<string>().HaveConversion<TextConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Experiment>(experiment =>
        {
            experiment.ToTable("Experiments");
            experiment.HasKey(one => one.Number);
            experiment.Property(one => one.Number).ValueGeneratedNever();
            experiment.Property(one => one.Status).HasConversion<string>();
            experiment.HasIndex(one => one.Key).IsUnique();
        });
        modelBuilder.Entity<AccessToken>(token =>
        {
            token.ToTable("Tokens");
            token.HasKey(one => one.Id);
            token.Property(one => one.Id).ValueGeneratedNever();
            token.Property(one => one.Scope).HasConversion<string>();
            token.Ignore(one => one.IsBuiltIn);
        });
        modelBuilder.Entity<SharedView>(share =>
        {
            share.ToTable("Shares");
            share.HasKey(one => one.Id);
            share.Property(one => one.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ProjectNote>(project =>
        {
            project.ToTable("Projects");
            project.HasKey(one => one.Simulation);
        });
        modelBuilder.Entity<ProgressChunk>(chunk =>
        {
            chunk.ToTable("Progress");
            chunk.HasKey(one => new { one.Experiment, one.First });
            chunk.HasOne<Experiment>().WithMany().HasForeignKey(one => one.Experiment).OnDelete(DeleteBehavior.Cascade);
        });
    }

    sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        given => given.ToUniversalTime(), read => DateTime.SpecifyKind(read, DateTimeKind.Utc));

    /// <summary>Text that every database takes: PostgreSQL has no character 0, and neither has half
    /// characters.</summary>
    sealed class TextConverter() : ValueConverter<string, string>(given => Whole(given), read => read);

    static string Whole(string text)
    {
        var isWhole = true;
        for (var i = 0; i < text.Length && isWhole; i++)
            isWhole = text[i] != '\0' && !char.IsSurrogate(text[i]);
        return isWhole ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }
}
