using Microsoft.Extensions.Logging;

namespace Pathmind.Clusters.Nodes;

/// <summary>Hands warnings of the engine over, a line each.</summary>
/// <param name="warn">Gets them; null for no one.</param>
internal sealed class WarningLog(Action<string>? warn) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => warn is not null && logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            warn!($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.Message}")}".ReplaceLineEndings(" "));
    }

    public void Dispose()
    {
    }
}
