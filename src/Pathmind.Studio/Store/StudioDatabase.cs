using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Store;

/// <summary>The tables of the studio. Their columns are of the kinds that every database has, so that one set of
/// migrations serves all.</summary>
internal sealed class StudioDatabase(DbContextOptions<StudioDatabase> options) : DbContext(options)
{
    public DbSet<Experiment> Experiments => Set<Experiment>();

    public DbSet<ProgressChunk> Chunks => Set<ProgressChunk>();

    public DbSet<AccessToken> Tokens => Set<AccessToken>();

    public DbSet<ProjectNote> Projects => Set<ProjectNote>();

    /// <summary>A database in a file; WAL, so that readers never wait for the writer.</summary>
    public static DbContextOptions<StudioDatabase> Sqlite(string file) => new DbContextOptionsBuilder<StudioDatabase>()
        .UseSqlite($"Data Source={file};Cache=Private;Pooling=True")
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))    // a test compares the two
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

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
}
