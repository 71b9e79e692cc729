namespace FallbackOrchestrator.Reading;

/// <summary>The kinds of notes on a body.</summary>
internal enum NoteKind
{
    /// <summary>A field that is not read at its place.</summary>
    Unread,

    /// <summary>A field that occurs more than once.</summary>
    Repeated,

    /// <summary>A time without an offset.</summary>
    TimeWithoutOffset,
}

/// <summary>
/// Notes about parts of a body that are valid, but may be read differently than the sender expects. Names are cut, and cleaned of
/// unprintable characters; if there are many, the first ones are named.
/// </summary>
public sealed class BodyNotes
{
    private const int MostNames = 20;

    /// <summary>No notes.</summary>
    internal static BodyNotes None { get; } = new();

    private readonly Names _all = new();
    private readonly Dictionary<int, Names> _ofEntries = [];

    private const string InUtc = "without an offset, taken for UTC";

    /// <summary>Names the fields whose times had no offset.</summary>
    internal static string TakenForUtc(IEnumerable<string> fields) => $"{InUtc}: {string.Join(", ", fields)}";

    /// <summary>True if a field was not read, or occurs more than once.</summary>
    internal bool HasUnread => _all.HasUnread;

    /// <summary>The fields that were not read, and those that occur more than once, for messages to people.</summary>
    internal string Unread => _all.Unread;

    /// <summary>The warnings.</summary>
    public IReadOnlyList<string> Warnings => _all.Warnings();

    /// <summary>The warnings of one entry of the body's list; the names of fields start at the entry.</summary>
    public IReadOnlyList<string> WarningsOf(int entry) => _ofEntries.TryGetValue(entry, out var names) ? names.Warnings() : [];

    /// <summary>Counts a note; false if there are so many that it need not be added.</summary>
    /// <param name="what">The kind of note.</param>
    /// <param name="entry">The entry of the root's list that contains the field, if there is one.</param>
    internal bool Counts(NoteKind what, int? entry)
    {
        var isTold = _all.Counts(what);
        if (entry is not { } number)
            return isTold;
        if (!_ofEntries.TryGetValue(number, out var names))
            _ofEntries.Add(number, names = new Names());
        return names.Counts(what) || isTold;
    }

    /// <summary>Adds a note that was counted.</summary>
    /// <param name="what">The kind of note.</param>
    /// <param name="field">The field, from the root.</param>
    /// <param name="entry">Its place in the root's list, if it is in one: the entry, and the field from there.</param>
    internal void Add(NoteKind what, string field, (int Number, string Field)? entry)
    {
        _all.Add(what, field);
        if (entry is var (number, own))
            _ofEntries[number].Add(what, own);
    }

    private sealed class Names
    {
        private readonly List<string>[] _names = [[], [], []];
        private readonly int[] _counts = new int[3];

        public bool HasUnread => _counts[(int)NoteKind.Unread] + _counts[(int)NoteKind.Repeated] > 0;

        public string Unread => string.Join("; ", Sentences().Take(2).OfType<string>());

        public bool Counts(NoteKind what) => _counts[(int)what]++ < MostNames;

        public void Add(NoteKind what, string field)
        {
            if (_names[(int)what].Count < MostNames)
                _names[(int)what].Add(field);
        }

        public IReadOnlyList<string> Warnings() => [.. Sentences().OfType<string>()];

        private IEnumerable<string?> Sentences()
        {
            yield return Sentence(NoteKind.Unread, "not read, because nothing of this name is known there");
            yield return Sentence(NoteKind.Repeated, "given more than once, the last one counts");
            yield return Sentence(NoteKind.TimeWithoutOffset, InUtc);
        }

        private string? Sentence(NoteKind what, string said)
        {
            var names = _names[(int)what];
            if (names.Count == 0)
                return null;
            var more = _counts[(int)what] - names.Count;
            return $"{said}: {string.Join(", ", names)}{(more > 0 ? $" and {more} more" : "")}";
        }
    }
}
