using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>
/// The keys of ASP.NET Core Data Protection in PostgreSQL, each encrypted by the wrapping key of the settings. All replicas share them: a
/// cookie or a stored secret of one can be read by all. While the ring is closed, because there is no wrapping key or another one than that
/// of the rows, the keys of this process are only in its memory: its cookies end with it, and it stores no secret.
/// </summary>
/// <remarks>
/// The whole element is encrypted here, and not only its secret by an <c>IXmlEncryptor</c>: so a row cannot be forged, and another wrapping
/// key only rewrites the rows.
/// </remarks>
internal sealed partial class KeyRing(
    WrappingKeys keys,
    [FromKeyedServices(OrchestratorDbContext.Managing)] NpgsqlDataSource data,
    ILogger<KeyRing> logger) : IXmlRepository
{
    // Any number, but the same in every replica.
    private const long OpeningLock = 0x0FA11BAC5;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, XElement> _elements = new(StringComparer.Ordinal);
    private bool _isOpen;

    /// <summary>Why no secret can be stored or read, with the setting to correct; null if they can.</summary>
    public string? WhyClosed { get; private set; } = NoKey;

    /// <summary>
    /// Reads the ring, once, before anything else uses it. Rows of the previous wrapping key are encrypted again by the present one.
    /// Replicas do this one after another, so that only one makes the first key.
    /// </summary>
    /// <param name="makeFirstKey">Makes Data Protection create a key if it finds none.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task OpenAsync(Action makeFirstKey, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var once = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({OpeningLock})", connection))
            await once.ExecuteNonQueryAsync(cancellationToken);
        var rows = await WrappedElement.ReadAsync(connection, cancellationToken);
        var unread = Take(rows);
        WhyClosed = WhyNot(keys, rows, unread);
        _isOpen = WhyClosed is null;
        if (unread.Count > 0)
            LogUnread(unread.Count, rows.Count, WhyClosed ?? Others(keys, unread));
        if (!_isOpen)
            return;
        var earlier = rows.Except(unread).Where(row => row.WrappedBy != keys.Current!.Fingerprint).ToList();
        foreach (var row in earlier)
            await Wrapped(row.Id, _elements[row.Id]).ReplaceAsync(connection, cancellationToken);
        makeFirstKey();
        await transaction.CommitAsync(cancellationToken);
        if (earlier.Count > 0)
            LogRewrapped(earlier.Count, keys.Current!.Fingerprint);
    }

    /// <summary>Reads the ring instead of opening it, for a process that changes nothing: what it protects only it can read.</summary>
    public async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await WrappedElement.ReadAsync(connection, cancellationToken);
        WhyClosed = WhyNot(keys, rows, Take(rows));
    }

    /// <summary>Why the ring of these rows cannot be used, with the setting to correct; null if it can, or is empty.</summary>
    /// <param name="keys">The wrapping keys.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="unread">Those of them that neither key can decrypt.</param>
    public static string? WhyNot(WrappingKeys keys, IReadOnlyList<WrappedElement> rows, IReadOnlyList<WrappedElement> unread) =>
        keys.Current is null ? NoKey
        : rows.Count > 0 && unread.Count == rows.Count ? Others(keys, unread)
        : null;

    /// <summary>The rows that neither key can decrypt.</summary>
    public static IReadOnlyList<WrappedElement> Unread(WrappingKeys keys, IEnumerable<WrappedElement> rows) =>
        [.. rows.Where(row => !keys.TryUnwrap(row.Id, row.Wrapped, out _))];

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var rows = _isOpen ? WrappedElement.Read(data) : [];
        lock (_lock)
        {
            Take(rows);
            return [.. _elements.Values.Select(element => new XElement(element))];
        }
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        if (_isOpen)
            Wrapped(friendlyName, element).Insert(data);
        lock (_lock)
            _elements[friendlyName] = new XElement(element);
    }

    // What was read once stays known: while the wrapping key is rotated, a replica with the earlier one reads no rows any more, but must
    // not lose its keys.
    private List<WrappedElement> Take(IEnumerable<WrappedElement> rows)
    {
        var unread = new List<WrappedElement>();
        foreach (var row in rows)
        {
            if (keys.TryUnwrap(row.Id, row.Wrapped, out var element))
                _elements[row.Id] = XElement.Parse(Encoding.UTF8.GetString(element));
            else
                unread.Add(row);
        }
        return unread;
    }

    private WrappedElement Wrapped(string id, XElement element)
    {
        var plain = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        var wrapped = new WrappedElement(id, keys.Current!.Fingerprint, keys.Current.Wrap(id, plain));
        CryptographicOperations.ZeroMemory(plain);
        return wrapped;
    }

    private const string NoKey =
        $"{SecretsOptions.WrappingKeySetting} is missing, so secrets cannot be encrypted: make a key with: openssl rand -base64 32, and set it in every replica";

    private static string Others(WrappingKeys keys, IEnumerable<WrappedElement> unread) =>
        $"the stored secrets were encrypted under another wrapping key (fingerprint {string.Join(", ", unread.Select(row => row.WrappedBy).Distinct())}) "
        + $"than {SecretsOptions.WrappingKeySetting} ({keys.Current?.Fingerprint ?? "none"}): set that key, or name it in "
        + $"{SecretsOptions.PreviousWrappingKeySetting}; if it is lost, docs/operations.md says what to do";

    [LoggerMessage(1201, LogLevel.Error, "{Unread} of {All} keys that encrypt stored secrets could not be read: {Why}")]
    private partial void LogUnread(int unread, int all, string why);

    [LoggerMessage(1202, LogLevel.Information, "{Count} keys that encrypt stored secrets are now encrypted by the wrapping key {Fingerprint}")]
    private partial void LogRewrapped(int count, string fingerprint);
}
