using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>A channel.</summary>
[JsonConverter(typeof(NameConverter<Channel>))]
public enum Channel
{
    /// <summary>A channel that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>SMS.</summary>
    [JsonStringEnumMemberName("SMS")]
    Sms,

    /// <summary>WhatsApp.</summary>
    [JsonStringEnumMemberName("WhatsApp")]
    WhatsApp,

    /// <summary>Viber.</summary>
    [JsonStringEnumMemberName("Viber")]
    Viber,

    /// <summary>RCS.</summary>
    [JsonStringEnumMemberName("RCS")]
    Rcs,

    /// <summary>Another name of <see cref="Rcs"/> in requests.</summary>
    [JsonStringEnumMemberName("GoogleRCS")]
    GoogleRcs,

    /// <summary>Telegram.</summary>
    [JsonStringEnumMemberName("Telegram")]
    Telegram,

    /// <summary>LINE.</summary>
    [JsonStringEnumMemberName("Line")]
    Line,

    /// <summary>LINE's notification messages.</summary>
    [JsonStringEnumMemberName("LineNotification")]
    LineNotification,

    /// <summary>Zalo.</summary>
    [JsonStringEnumMemberName("Zalo")]
    Zalo,

    /// <summary>Another name of <see cref="Zalo"/> in requests, and its name in delivery receipts.</summary>
    [JsonStringEnumMemberName("ZaloNotification")]
    ZaloNotification,

    /// <summary>Messenger of Facebook.</summary>
    [JsonStringEnumMemberName("Facebook")]
    Facebook,

    /// <summary>Direct messages of Instagram.</summary>
    [JsonStringEnumMemberName("Instagram")]
    Instagram,
}
