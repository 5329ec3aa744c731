using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>Keeps experiments: a database. Every method is a whole: after it the disk has all of it, or
/// nothing.</summary>
internal interface IExperimentStore
{
    /// <summary>All experiments, without their curves.</summary>
    Task<IReadOnlyList<Experiment>> ReadAllAsync(CancellationToken cancellation = default);

    /// <summary>Writes an experiment in the place of its number, and rows that it has got.</summary>
    /// <param name="experiment">New or changed.</param>
    /// <param name="rows">After those that are there; null for none.</param>
    /// <param name="cancellation">Before anything is written.</param>
    Task WriteAsync(Experiment experiment, ProgressBatch? rows = null, CancellationToken cancellation = default);

    /// <summary>Writes an experiment, and puts a curve in the place of all its rows.</summary>
    Task ReplaceAsync(Experiment experiment, Curve curve, CancellationToken cancellation = default);

    /// <summary>All rows of an experiment; none if it has none.</summary>
    Task<Curve> CurveAsync(int number, CancellationToken cancellation = default);

    /// <summary>Numbers of the experiments that have rows.</summary>
    Task<IReadOnlyList<int>> NumbersOfRowsAsync(CancellationToken cancellation = default);

    /// <summary>What is wrong with the store, in words; null if the error is not the store's.</summary>
    string? Explain(Exception exception);
}
