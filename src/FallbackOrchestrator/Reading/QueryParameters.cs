using System.Globalization;

namespace FallbackOrchestrator.Reading;

/// <summary>
/// Reads the parameters of a query, each in its form; the first wrong one is the problem. An empty one counts as not given.
/// </summary>
internal sealed class QueryParameters(IQueryCollection query)
{
    private readonly List<string> _timesInUtc = [];

    /// <summary>The first mistake; null if there is none.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Warnings about valid but surprising parts, for the header <c>X-Warnings</c>.</summary>
    public IReadOnlyList<string> Warnings => _timesInUtc.Count == 0 ? [] : [BodyNotes.TakenForUtc(_timesInUtc)];

    /// <summary>A text.</summary>
    public string? Text(string name)
    {
        var values = query[name];
        var given = values.Where(value => !string.IsNullOrEmpty(value)).ToList();
        if (given.Count <= 1)
            return given.FirstOrDefault();
        Reject(name, "may be given once");
        return null;
    }

    /// <summary>A value of one form.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="form">The form that it must have, for messages to people.</param>
    /// <param name="parse">Reads it; null if it is not of the form.</param>
    public T? One<T>(string name, string form, Func<string, T?> parse) where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        var value = parse(text);
        if (value is null)
            Reject(name, $"must be {form}");
        return value;
    }

    /// <summary>A UUID.</summary>
    public Guid? Id(string name, string form) => One(name, form, text => Guid.TryParse(text, out var id) ? id : (Guid?)null);

    /// <summary>A whole number.</summary>
    public int Number(string name, int least, int most, int otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Problem ??= Problems.OutOfRange(name, $"must be from {least} to {most}");
        return otherwise;
    }

    /// <summary>A time; without an offset it is UTC.</summary>
    public DateTimeOffset? Time(string name) => One(
        name,
        $"{TimeText.Form}; the + of an offset is written %2B",
        text => ReadTime(name, text));

    private DateTimeOffset? ReadTime(string name, string text)
    {
        if (!TimeText.TryRead(text, out var time, out var hasOffset, fromQuery: true))
            return null;
        if (!hasOffset)
            _timesInUtc.Add(name);
        return time;
    }

    /// <summary>Values of which one must match: separated by commas, or the parameter several times. Empty if not given.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="form">The form that each must have, for messages to people.</param>
    /// <param name="parse">Reads one; null if it is not of the form.</param>
    public IReadOnlyList<T> AnyOf<T>(string name, string form, Func<string, T?> parse) where T : struct
    {
        var all = new List<T>();
        foreach (
            var text in query[name].SelectMany(value => (value ?? "").Split(',',
                StringSplitOptions.TrimEntries)).Where(text => text.Length > 0))
        {
            if (parse(text) is not { } value)
            {
                Reject(name, $"must be {form}, or several of them with commas between");
                return [];
            }
            if (!all.Contains(value))
                all.Add(value);
        }
        if (all.Count == 0 && query[name].Any(value => !string.IsNullOrEmpty(value)))
            Reject(name, $"must be {form}, or several of them with commas between");
        return all;
    }

    /// <summary>Notes a mistake.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="mend">What corrects it.</param>
    public void Reject(string name, string mend) => Problem ??= Problems.InvalidParameter(name, mend);
}
