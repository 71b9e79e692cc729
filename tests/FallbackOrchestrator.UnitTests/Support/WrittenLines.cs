using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.UnitTests.Support;

/// <summary>A logger that keeps its lines, each after its level and its event id.</summary>
internal sealed class WrittenLines<T> : ILogger<T>
{
    private readonly List<string> _lines = [];

    /// <summary>Takes the lines that were written since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. _lines];
        _lines.Clear();
        return taken;
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
}
