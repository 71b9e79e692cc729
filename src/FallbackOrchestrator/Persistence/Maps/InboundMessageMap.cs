using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>inbound_messages</c>.</summary>
internal static class InboundMessageMap
{
    /// <summary>For inserts.</summary>
    public static RowMap<NewInboundMessage> New { get; } = new RowMap<NewInboundMessage>("inbound_messages")
        .InsertOnly("id", Uuid, m => m.Umid.Value)
        .InsertOnly("channel_account_id", Text, m => m.Account.Value)
        .InsertOnly("provider_id", Text, m => m.ProviderId)
        .InsertOnly("subaccount_id", Text, m => m.Subaccount.Value)
        .InsertOnly("channel", Text, m => m.Channel.Value)
        .InsertOnly("msisdn", TextOrNull, m => m.From.Msisdn?.Value)
        .InsertOnly("channel_user_id", TextOrNull, m => m.From.ChannelUserId)
        .InsertOnly("user_name", TextOrNull, m => m.From.Name)
        .InsertOnly("content_type", Text, m => InboundDetail.TypeOf(m.Content))
        .InsertOnly("content", JsonOrNull, m => InboundDetail.Json(m.Content))
        .InsertOnly("reply_to", UuidOrNull, m => m.ReplyTo?.Value)
        .InsertOnly("at", Time, m => m.At)
        .InsertOnly("received_at", Time, m => m.ReceivedAt);
}
