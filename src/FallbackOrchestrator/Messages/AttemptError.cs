namespace FallbackOrchestrator.Messages;

/// <summary>Why an attempt failed or could not be handed over, in few enough kinds to act on.</summary>
public enum ErrorClass
{
    /// <summary>The person cannot be reached on this channel: not registered, no fit device, outside a window.</summary>
    NotReachable,

    /// <summary>The person blocked us, opted out, or is barred.</summary>
    RecipientRefused,

    /// <summary>Our content, template or parameters were refused.</summary>
    BadRequest,

    /// <summary>The account is at fault: token, permission, billing, a sender that is not registered.</summary>
    Configuration,

    /// <summary>Refused before processing because of a rate limit.</summary>
    Throttled,

    /// <summary>The provider could not be reached, or said that it is down; nothing was sent.</summary>
    Unavailable,

    /// <summary>The lifetime that the provider was given is over.</summary>
    Expired,

    /// <summary>Taken back before delivery.</summary>
    Recalled,

    /// <summary>Our own fault: the adapter broke before the request left.</summary>
    Internal,

    /// <summary>Not delivered, and the provider does not say why in words that we know.</summary>
    Other,
}

/// <summary>The reason of a failure. Its texts are made storable, whoever wrote them (<see cref="StoredText"/>).</summary>
/// <param name="Class">What kind of failure it is.</param>
/// <param name="Code">8x8's receipt error code (<see cref="ErrorCodes"/>), which customers' programs branch on.</param>
/// <param name="ProviderCode">The provider's own code, as it wrote it.</param>
/// <param name="Text">The provider's words, at most 500 characters; never the customer's text and never a whole number.</param>
public sealed record AttemptError(ErrorClass Class, int Code, string? ProviderCode = null, string? Text = null)
{
    /// <summary>The most characters that are kept of a provider's words.</summary>
    public const int LongestText = 500;

    /// <summary>The most characters that are kept of a provider's own code.</summary>
    public const int LongestCode = 100;

    public string? ProviderCode
    {
        get;
        init => field = StoredText.Of(value, LongestCode);
    } = StoredText.Of(ProviderCode, LongestCode);

    public string? Text
    {
        get;
        init => field = StoredText.Of(value, LongestText);
    } = StoredText.Of(Text, LongestText);

    /// <summary>An error with 8x8's usual code for its class.</summary>
    public static AttemptError Of(ErrorClass @class, string? providerCode = null, string? text = null) =>
        new(@class, ErrorCodes.For(@class), providerCode, text);
}

/// <summary>
/// 8x8's receipt error codes for all channels
/// (https://developer.8x8.com/connect/docs/delivery-error-codes).
/// </summary>
public static class ErrorCodes
{
    public const int AbsentSubscriber = 1;
    public const int Internal = 14;
    public const int Blacklisted = 15;
    public const int InvalidParameter = 18;
    public const int LocalCancel = 20;
    public const int ChannelConnection = 23;
    public const int Expired = 36;
    public const int RejectedByChannel = 41;
    public const int NotReachable = 46;
    public const int Throttled = 50;
    public const int Unknown = 57;

    /// <summary>The code that a class of failures has when nothing more is known.</summary>
    public static int For(ErrorClass @class) => @class switch
    {
        ErrorClass.NotReachable => AbsentSubscriber,
        ErrorClass.RecipientRefused => Blacklisted,
        ErrorClass.BadRequest => InvalidParameter,
        ErrorClass.Configuration => RejectedByChannel,
        ErrorClass.Throttled => Throttled,
        ErrorClass.Unavailable => ChannelConnection,
        ErrorClass.Expired => Expired,
        ErrorClass.Recalled => LocalCancel,
        ErrorClass.Internal => Internal,
        ErrorClass.Other => Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(@class), @class, "not an error class"),
    };
}
