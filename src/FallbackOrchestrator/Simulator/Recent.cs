using System.Diagnostics.CodeAnalysis;

namespace FallbackOrchestrator.Simulator;

/// <summary>The latest things that happened, oldest first; beyond the capacity the oldest is forgotten.</summary>
internal sealed class RecentList<T>(int capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<T> items = new();

    public void Add(T item)
    {
        lock (gate)
        {
            if (items.Count == capacity)
                items.Dequeue();
            items.Enqueue(item);
        }
    }

    public IReadOnlyList<T> Where(Func<T, bool> wanted)
    {
        lock (gate)
            return [.. items.Where(wanted)];
    }

    public void Clear()
    {
        lock (gate)
            items.Clear();
    }
}

/// <summary>Values by key; beyond the capacity the key that was added first is forgotten.</summary>
internal sealed class RecentValues<T>(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, T> values = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Adds a value, or changes the one that is there.</summary>
    public T Set(string key, Func<T?, T> change)
    {
        lock (gate)
        {
            var known = values.TryGetValue(key, out var old);
            if (!known)
            {
                if (order.Count == capacity)
                    values.Remove(order.Dequeue());
                order.Enqueue(key);
            }
            return values[key] = change(old);
        }
    }

    public bool TryGet(string key, [MaybeNullWhen(false)] out T value)
    {
        lock (gate)
            return values.TryGetValue(key, out value);
    }
}
