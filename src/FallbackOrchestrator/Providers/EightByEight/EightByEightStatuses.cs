using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>8x8's statuses (https://developer.8x8.com/connect/docs/message-status-references), and those of earlier versions.</summary>
internal static class EightByEightStatuses
{
    private static readonly FrozenDictionary<string, AttemptStatus> States = new Dictionary<string, AttemptStatus>
    {
        ["queued"] = AttemptStatus.Accepted,
        ["sent"] = AttemptStatus.Sent, // to the operator, who has not confirmed it yet
        ["delivered"] = AttemptStatus.Delivered,
        ["read"] = AttemptStatus.Read,
        ["undelivered"] = AttemptStatus.Undelivered,
        ["rejected"] = AttemptStatus.Rejected,
        ["failed"] = AttemptStatus.Rejected, // its earlier name
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The meaning of a status; null if there is none that is known.</summary>
    public static AttemptStatus? StatusOf(WireObject status)
    {
        if (!States.TryGetValue(status.Text("state")?.Trim() ?? "", out var state))
            return null;
        var detail = status.Has("detail") ? status.Text("detail")?.Trim() ?? "" : "";
        return (state, detail.ToLowerInvariant()) switch
        {
            (AttemptStatus.Delivered, "delivered_to_operator" or "delivered_to_carrier") => AttemptStatus.Sent,
            (AttemptStatus.Undelivered, "rejected_by_operator") => AttemptStatus.Rejected,
            _ => state,
        };
    }
}
