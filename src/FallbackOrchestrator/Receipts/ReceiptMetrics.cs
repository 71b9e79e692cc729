using System.Diagnostics.Metrics;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Counts the receipts that changed nothing, or were not as documented, and logs the number once a minute. It keeps nothing that a stranger
/// wrote. The meter is <see cref="MeterName"/>.
/// </summary>
public sealed partial class ReceiptMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.Receipts";

    private readonly Counter<long> _rejected;
    private readonly Counter<long> _unmatched;
    private readonly Counter<long> _odd;
    private readonly OncePerMinute _pace;
    private readonly ILogger<ReceiptMetrics> _logger;

    public ReceiptMetrics(IMeterFactory meters, TimeProvider time, ILogger<ReceiptMetrics> logger)
    {
        var meter = meters.Create(MeterName);
        _rejected = meter.CreateCounter<long>("fallback.receipts.rejected", "{request}", "Webhook requests that were not believed or not read");
        _unmatched = meter.CreateCounter<long>("fallback.receipts.unmatched", "{receipt}", "Receipts that belong to no attempt");
        _odd = meter.CreateCounter<long>("fallback.receipts.odd", "{request}", "Webhook requests with members of another form than documented");
        _pace = new OncePerMinute(time);
        _logger = logger;
    }

    /// <summary>Counts a request that is not authentic.</summary>
    public void Unauthentic(ChannelAccountId account, string why)
    {
        _rejected.Add(1, Tag(account));
        if (_pace.Count($"unauthentic {account} {why}") is { } count)
            LogUnauthentic(account, why, count);
    }

    /// <summary>Counts a request for an account that is not configured.</summary>
    public void UnknownAccount()
    {
        _rejected.Add(1);
        if (_pace.Count("unknown account") is { } count)
            LogUnknownAccount(count);
    }

    /// <summary>Counts a request that is authentic but cannot be read.</summary>
    public void Malformed(ChannelAccountId account, string why)
    {
        _rejected.Add(1, Tag(account));
        if (_pace.Count($"malformed {account} {why}") is { } count)
            LogMalformed(account, why, count);
    }

    /// <summary>Counts members that were left out.</summary>
    public void Odd(ChannelAccountId account, UnexpectedMembers odd)
    {
        if (odd.Names.Count == 0)
            return;
        _odd.Add(1, Tag(account));
        foreach (var member in odd.Names)
        {
            if (_pace.Count($"odd {account} {member}") is { } count)
                LogOdd(account, member, count);
        }
    }

    /// <summary>Counts a receipt that belongs to no attempt.</summary>
    public void Unmatched(ChannelAccountId account, string why)
    {
        _unmatched.Add(1, Tag(account));
        if (_pace.Count($"unmatched {account} {why}") is { } count)
            LogUnmatched(account, why, count);
    }

    private static KeyValuePair<string, object?> Tag(ChannelAccountId account) => new("account", account.Value);

    [LoggerMessage(4101, LogLevel.Warning,
        "Webhook request for {Account} rejected: {Why}; {Count} since the last such line. If the provider sent it, compare its secret, and the address that it calls, with the settings")]
    private partial void LogUnauthentic(ChannelAccountId account, string why, int count);

    [LoggerMessage(4102, LogLevel.Warning, "Webhook request for {Account} rejected: {Why}; {Count} since the last such line")]
    private partial void LogMalformed(ChannelAccountId account, string why, int count);

    [LoggerMessage(4103, LogLevel.Warning, "A receipt at {Account} belongs to no attempt: {Why}; {Count} since the last such line")]
    private partial void LogUnmatched(ChannelAccountId account, string why, int count);

    [LoggerMessage(4104, LogLevel.Warning,
        "A receipt at {Account} was heard without {Member}, which was not of the documented form; {Count} since the last such line")]
    private partial void LogOdd(ChannelAccountId account, string member, int count);

    [LoggerMessage(4105, LogLevel.Warning, "Webhook request rejected: no such account of this provider is configured; {Count} since the last such line")]
    private partial void LogUnknownAccount(int count);
}
