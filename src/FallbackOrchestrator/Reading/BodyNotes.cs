namespace FallbackOrchestrator.Reading;

/// <summary>What the kinds of notes on a body are.</summary>
internal enum NoteKind
{
    /// <summary>A field that is not read where it stands.</summary>
    Unread,

    /// <summary>A field that is given more than once.</summary>
    Repeated,

    /// <summary>A time without an offset.</summary>
    TimeWithoutOffset,
}

/// <summary>
/// What is valid in a body and not taken as its sender may think. Names are cut, and cleaned of what no person can read; of many the first
/// are told.
/// </summary>
public sealed class BodyNotes
{
    private const int MostNames = 20;

    /// <summary>There is nothing to say.</summary>
    internal static BodyNotes None { get; } = new();

    private readonly Names _all = new();
    private readonly Dictionary<int, Names> _ofEntries = [];

    private const string InUtc = "without an offset, taken for UTC";

    /// <summary>Says of which fields the times had no offset.</summary>
    internal static string TakenForUtc(IEnumerable<string> fields) => $"{InUtc}: {string.Join(", ", fields)}";

    /// <summary>Whether a field was not read, or was given more than once.</summary>
    internal bool HasUnread => _all.HasUnread;

    /// <summary>The fields that were not read, and those that were given more than once, for people.</summary>
    internal string Unread => _all.Unread;

    /// <summary>The warnings.</summary>
    public IReadOnlyList<string> Warnings => _all.Warnings();

    /// <summary>The warnings of one entry of the body's list, its fields named from there.</summary>
    public IReadOnlyList<string> WarningsOf(int entry) => _ofEntries.TryGetValue(entry, out var names) ? names.Warnings() : [];

    /// <summary>Counts a note; false if there are so many that it need not be written down.</summary>
    /// <param name="what">Which.</param>
    /// <param name="entry">The entry of the root's list that it stands in, if it does.</param>
    internal bool Counts(NoteKind what, int? entry)
    {
        var isTold = _all.Counts(what);
        if (entry is not { } number)
            return isTold;
        if (!_ofEntries.TryGetValue(number, out var names))
            _ofEntries.Add(number, names = new Names());
        return names.Counts(what) || isTold;
    }

    /// <summary>Writes down a note that was counted.</summary>
    /// <param name="what">Which.</param>
    /// <param name="field">The field, from the root.</param>
    /// <param name="entry">Where it stands in the root's list, if it does: the entry, and the field from there.</param>
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
