using System.Diagnostics.Metrics;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Inbound;

/// <summary>Counts inbound messages, and logs once a minute that some belong to nobody. The meter is <see cref="MeterName"/>.</summary>
public sealed partial class InboundMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.Inbound";

    private readonly Counter<long> _stored;
    private readonly Counter<long> _unassigned;
    private readonly OncePerMinute _pace;
    private readonly ILogger<InboundMetrics> _logger;

    public InboundMetrics(IMeterFactory meters, TimeProvider time, ILogger<InboundMetrics> logger)
    {
        var meter = meters.Create(MeterName);
        _stored = meter.CreateCounter<long>("fallback.inbound.stored", "{message}", "Inbound messages that were stored");
        _unassigned = meter.CreateCounter<long>(
            "fallback.inbound.unassigned", "{message}", "Inbound messages that belong to no subaccount and were not kept");
        _pace = new OncePerMinute(time);
        _logger = logger;
    }

    /// <summary>Counts a message that was stored for the first time.</summary>
    public void Stored(ChannelAccountId account) => _stored.Add(1, Tag(account));

    /// <summary>Counts a message for which no subaccount could be found.</summary>
    public void Unassigned(ChannelAccountId account)
    {
        _unassigned.Add(1, Tag(account));
        if (_pace.Count($"unassigned {account}") is { } count)
            LogUnassigned(account, account, count);
    }

    private static KeyValuePair<string, object?> Tag(ChannelAccountId account) => new("account", account.Value);

    [LoggerMessage(4201, LogLevel.Warning,
        "An inbound message at {Account} was not kept: several subaccounts use this channel account, and none wrote to the person lately; {Count} since the last such line. Inbound:Subaccounts:{Setting} names the subaccount that gets such messages")]
    private partial void LogUnassigned(ChannelAccountId account, ChannelAccountId setting, int count);
}
