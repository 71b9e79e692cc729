using System.Collections.Concurrent;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// Tells open pages that their message has changed, whichever replica changed it. One small query twice a second asks for the messages of
/// all pages of this replica together; without an open page there is none.
/// </summary>
internal sealed partial class MessageWatch(
    [FromKeyedServices(OrchestratorDbContext.Looking)] NpgsqlDataSource data,
    DatabaseAvailability database,
    TimeProvider time,
    ILogger<MessageWatch> logger) : PeriodicService(TimeSpan.FromMilliseconds(500), database, time)
{
    private readonly ConcurrentDictionary<Viewer, byte> _viewers = new();

    /// <summary>Calls back after each change of a message, until what it returns is disposed of.</summary>
    /// <param name="umid">The message.</param>
    /// <param name="known">The length of the timeline that the page shows.</param>
    /// <param name="changed">Is called on another thread, and must return at once.</param>
    public IDisposable Watch(Guid umid, int known, Action changed)
    {
        var viewer = new Viewer(this, umid, known, changed);
        _viewers[viewer] = 0;
        return viewer;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var viewers = _viewers.Keys.ToList();
        if (viewers.Count == 0)
            return;
        var lengths = await TimelineLengths.ReadAsync(data, [.. viewers.Select(viewer => viewer.Umid).Distinct()], cancellationToken);
        foreach (var viewer in viewers)
        {
            if (lengths.TryGetValue(viewer.Umid, out var length))
                viewer.Note(length);
        }
    }

    /// <inheritdoc/>
    protected override void LogFailure(Exception failure) => LogNotAsked(failure);

    private sealed class Viewer(MessageWatch watch, Guid umid, int known, Action changed) : IDisposable
    {
        private int _length = known;

        public Guid Umid => umid;

        public void Note(int length)
        {
            if (_length == length)
                return;
            _length = length;
            changed();
        }

        public void Dispose() => watch._viewers.TryRemove(this, out _);
    }

    [LoggerMessage(7301, LogLevel.Warning, "Open pages of the console could not be told of changes; the next try follows")]
    private partial void LogNotAsked(Exception exception);
}
