namespace FallbackOrchestrator.Messages;

/// <summary>The reason of a failure. Its texts are made storable (<see cref="StoredText"/>).</summary>
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
