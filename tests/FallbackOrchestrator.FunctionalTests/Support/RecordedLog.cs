using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A logger that keeps its lines, of every level unless the test limits it.</summary>
internal sealed class RecordedLog(LogLevel least = LogLevel.Trace) : ILogger, ILoggerFactory
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}".TrimEnd());
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("one log for all");

    public void Dispose()
    {
        // Nothing is held.
    }
}
