using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages;

/// <summary>The reason of a failure. Its texts are made storable (<see cref="StoredText"/>).</summary>
/// <param name="Class">The kind of failure.</param>
/// <param name="Code">8x8's receipt error code (<see cref="ErrorCodes"/>), on which customers' programs depend.</param>
/// <param name="ProviderCode">The provider's own code, as it wrote it.</param>
/// <param name="Text">The provider's text, at most 500 characters; never the customer's text and never a whole number.</param>
public sealed record AttemptError(ErrorClass Class, int Code, string? ProviderCode = null, string? Text = null)
{
    /// <summary>The most characters of a provider's text that are stored.</summary>
    public const int LongestText = 500;

    /// <summary>The most characters of a provider's own code that are stored.</summary>
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

    /// <summary>
    /// True if it says that the person has no account on this channel, or no device for it: trying it again within days is useless.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotOnChannel { get; init; }

    /// <summary>An error with 8x8's usual code for its class.</summary>
    public static AttemptError Of(ErrorClass @class, string? providerCode = null, string? text = null) =>
        new(@class, ErrorCodes.For(@class), providerCode, text);
}
