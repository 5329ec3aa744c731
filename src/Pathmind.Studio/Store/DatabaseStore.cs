using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Sharing;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Store;

/// <summary>Keeps experiments in a database of any kind that the options name.</summary>
/// <param name="options">Which database: <see cref="StudioDatabase.Sqlite"/>.</param>
internal sealed class DatabaseStore(DbContextOptions<StudioDatabase> options) : IExperimentStore, ITokenStore, IProjectStore, IShareStore
{
    /// <summary>Makes or updates the tables.</summary>
    public async Task MigrateAsync(CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await database.Database.MigrateAsync(cancellation);
    }

    public async Task<IReadOnlyList<Experiment>> ReadAllAsync(CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        return await database.Experiments.OrderBy(experiment => experiment.Number).ToListAsync(cancellation);
    }

    public async Task WriteAsync(Experiment experiment, ProgressBatch? rows = null, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await PutAsync(database, experiment, known => known.Number == experiment.Number, cancellation);
        if (rows is { Rows.Length: > 0 })
            database.Add(ProgressChunk.Of(experiment.Number, rows));
        await database.SaveChangesAsync(cancellation);
    }

    public async Task ReplaceAsync(Experiment experiment, Curve curve, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await database.Chunks.Where(chunk => chunk.Experiment == experiment.Number).ExecuteDeleteAsync(cancellation);
        await PutAsync(database, experiment, known => known.Number == experiment.Number, cancellation);
        if (curve.Rows > 0)
            database.Add(ProgressChunk.Of(experiment.Number, curve.ToBatch()));
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task<Curve> CurveAsync(int number, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        Curve curve = new();
        await foreach (var chunk in database.Chunks.Where(chunk => chunk.Experiment == number).OrderBy(chunk => chunk.First)
            .AsAsyncEnumerable().WithCancellation(cancellation))
            chunk.AddTo(curve);
        return curve;
    }

    public async Task<IReadOnlyList<int>> NumbersOfRowsAsync(CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        return await database.Chunks.Select(chunk => chunk.Experiment).Distinct().ToListAsync(cancellation);
    }

    public string? Explain(Exception exception) => DatabaseFault.Explain(exception);

    public async Task<IReadOnlyList<AccessToken>> ReadTokensAsync(CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        return await database.Tokens.ToListAsync(cancellation);
    }

    public async Task WriteTokenAsync(AccessToken token, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await PutAsync(database, token, known => known.Id == token.Id, cancellation);
        await database.SaveChangesAsync(cancellation);
    }

    public async Task DeleteTokenAsync(int id, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await database.Tokens.Where(token => token.Id == id).ExecuteDeleteAsync(cancellation);
    }

    public async Task<IReadOnlyList<ProjectNote>> ReadProjectsAsync(CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        return await database.Projects.ToListAsync(cancellation);
    }

    public async Task WriteProjectAsync(ProjectNote project, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await PutAsync(database, project, known => known.Simulation == project.Simulation, cancellation);
        await database.SaveChangesAsync(cancellation);
    }

    public async Task<IReadOnlyList<SharedView>> ReadSharesAsync(CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        return await database.Shares.ToListAsync(cancellation);
    }

    public async Task WriteShareAsync(SharedView share, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await PutAsync(database, share, known => known.Id == share.Id, cancellation);
        await database.SaveChangesAsync(cancellation);
    }

    public async Task DeleteShareAsync(int id, CancellationToken cancellation = default)
    {
        await using StudioDatabase database = new(options);
        await database.Shares.Where(share => share.Id == id).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Puts a row in the place of the one with its key, or adds it.</summary>
    static async Task PutAsync<T>(StudioDatabase database, T row, Expression<Func<T, bool>> hasItsKey, CancellationToken cancellation)
        where T : class
    {
        var isKnown = await database.Set<T>().AnyAsync(hasItsKey, cancellation);
        database.Entry(row).State = isKnown ? EntityState.Modified : EntityState.Added;
    }
}
