using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages;

/// <summary>What a message says: the body for channels that can carry it, and what SMS needs besides.</summary>
/// <param name="Body">The content itself.</param>
/// <param name="FallbackText">What an SMS step sends instead of the body.</param>
/// <param name="Sms">How an SMS step sends it.</param>
public sealed record MessageContent(ContentBody Body, string? FallbackText = null, SmsSettings? Sms = null)
{
    /// <summary>What a step on this channel sends: <see cref="FallbackText"/> on SMS where there is one, else the body.</summary>
    public ContentBody For(ChannelName channel) =>
        channel == new ChannelName("SMS") && FallbackText is not null ? new ContentBody.Text(FallbackText) : Body;
}

/// <summary>The kinds of content, a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
public abstract record ContentBody
{
    private ContentBody() { }

    /// <summary>Plain text.</summary>
    public sealed record Text(string Value) : ContentBody;
}

/// <summary>How an SMS is to be sent.</summary>
/// <param name="Encoding">The alphabet.</param>
/// <param name="Source">The sender ID that the handset shows, at most 16 characters; the account's own where it is missing.</param>
public sealed record SmsSettings(SmsEncoding Encoding, string? Source);

/// <summary>The alphabet of an SMS.</summary>
public enum SmsEncoding
{
    /// <summary>GSM-7 if every character is in it, else UCS-2.</summary>
    Auto,

    /// <summary>160 characters in one segment, 153 in each of several.</summary>
    Gsm7,

    /// <summary>70 characters in one segment, 67 in each of several.</summary>
    Ucs2,
}
