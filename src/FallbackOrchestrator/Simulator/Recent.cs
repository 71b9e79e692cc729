using System.Diagnostics.CodeAnalysis;

namespace FallbackOrchestrator.Simulator;

/// <summary>The latest entries, oldest first; beyond the capacity the oldest is dropped.</summary>
internal sealed class RecentList<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _items = new();

    public void Add(T item)
    {
        lock (_gate)
        {
            if (_items.Count == capacity)
                _items.Dequeue();
            _items.Enqueue(item);
        }
    }

    public IReadOnlyList<T> Where(Func<T, bool> wanted)
    {
        lock (_gate)
            return [.. _items.Where(wanted)];
    }

    public void Clear()
    {
        lock (_gate)
            _items.Clear();
    }
}

/// <summary>Values by key; beyond the capacity the key that was added first is dropped.</summary>
internal sealed class RecentValues<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Adds a value, or changes the existing one.</summary>
    public T Set(string key, Func<T?, T> change)
    {
        lock (_gate)
        {
            var known = _values.TryGetValue(key, out var old);
            if (!known)
            {
                if (_order.Count == capacity)
                    _values.Remove(_order.Dequeue());
                _order.Enqueue(key);
            }
            return _values[key] = change(old);
        }
    }

    public bool TryGet(string key, [MaybeNullWhen(false)] out T value)
    {
        lock (_gate)
            return _values.TryGetValue(key, out value);
    }
}
