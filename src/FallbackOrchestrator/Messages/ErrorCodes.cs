namespace FallbackOrchestrator.Messages;

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
    public const int NoCredit = 42;
    public const int SpamFilter = 43;
    public const int NotReachable = 46;
    public const int Throttled = 50;
    public const int Unknown = 57;

    /// <summary>The code of a class of failures if nothing more is known.</summary>
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
