namespace FallbackOrchestrator;

/// <summary>Every error response of the service, in one place.</summary>
public static partial class Problems
{
    public static Problem InvalidParameter(string field, string mend) => new(400, 1000, $"Invalid parameter(s): '{field}': {mend}");

    public static Problem NoJson() => InvalidParameter("body", "must be JSON, sent with Content-Type: application/json");

    public static Problem UnknownCharset(string name) =>
        InvalidParameter(
            "Content-Type", $"the charset '{name}' is not known; send UTF-8") with { Status = StatusCodes.Status415UnsupportedMediaType };

    public static Problem UnknownEncoding() =>
        InvalidParameter(
            "Content-Encoding",
                "must be gzip, br or deflate, one of them, or left out") with { Status = StatusCodes.Status415UnsupportedMediaType };

    public static Problem BrokenEncoding() => InvalidParameter("Content-Encoding", "the body is not compressed as this header says");

    public static Problem IllegalSubaccount(string field = "subAccountId") =>
        new(404, 1001, $"Provided subAccountId doesn't belongs to your account: '{field}' must be a subaccount that your API key opens");

    public static Problem IllegalAccount() =>
        new(404, 1001, "Provided accountId isn't your account: 'accountId' must be the id of the account that your API key belongs to, a UUID");

    public static Problem InvalidMsisdn(string field) =>
        new(400, 1002, $"Invalid MSISDN format (not E.164 international number): '{field}' must be + and 6 to 15 digits, or a national number with 'user.country'");

    public static Problem TrunkPrefixInMsisdn(string field, string prefix) =>
        new(400, 1002,
            $"Invalid MSISDN format (not E.164 international number): '{field}' has the prefix {prefix} behind its country code, which is dialled only within the country: leave it out");

    public static Problem DecimalMsisdn(string field) =>
        new(400, 1002,
            $"Invalid MSISDN format (not E.164 international number): '{field}' ends in .0, as a spreadsheet writes a number: leave it out");

    public static Problem UnassignedMsisdn(string field) =>
        new(400, 1002,
            $"Invalid MSISDN format (not E.164 international number): '{field}' is not in an assigned number range (strictMsisdn)");

    public static Problem InvalidEncoding(string field) => new(400, 1003, $"Invalid encoding: '{field}' must be AUTO, GSM7 or UCS2");

    public static Problem InvalidExpiry(string mend) => new(400, 1006, $"Invalid expiry: 'expiry' {mend}");

    public static Problem OutOfRange(string field, string mend) => new(400, 1010, $"Parameter out of range: '{field}' {mend}");

    public static Problem InvalidSchedule(string mend) => new(400, 1011, $"Invalid schedule time: 'scheduled' {mend}");

    public static Problem WebhookNotFound() => new(404, 1300, "There is no such webhook: register it first");

    public static Problem DeliveryNotFound() => new(404, 1300, "There is no such delivery, or it is still pending");

    public static Problem Unauthorized(string mend) => new(401, 1200, $"Request was not authenticated properly: {mend}");

    public static Problem MessageNotFound() => new(404, 1300, "Message not found.");

    public static Problem BatchNotFound() => new(404, 1300, "Batch not found.");

    public static Problem InvalidUmid() => new(400, 1000, "Invalid umid. 'umid' must be a UUID, as the response to a Send contains it");

    public static Problem OptedOut(string channels) => InvalidParameter(
        "user", $"the person opted out of {channels}, and the message could use no other channel; send it only after the person has opted in again");

    public static Problem CannotBeMarked(string why) => InvalidParameter("umid", $"this message cannot be marked as read: {why}");

    public static Problem ProviderUnavailable() =>
        new(503, 2000, "The provider did not take it; try again in 1 second(s).", RetryAfter: 1);

    public static Problem PathNotFound() =>
        new(404, 1300, "This path does not exist: check its spelling; the paths of the API begin with /api/v1/");

    public static Problem CallNotOffered() =>
        new(404, 1300, "This path does not exist here: it is a call of 8x8's API that this service does not offer");

    public static Problem MethodNotAllowed(string allowed) =>
        new(405, 1300, $"This path exists, but does not have this HTTP method: use {allowed}");

    public static Problem Internal() => new(500, 2000, "Internal server error");

    public static Problem NotKnownIfStored() =>
        new(500, 2000, "It is not known whether the request was stored. Repeat it with the same Idempotency-Key; without a key, search for it before you send it again.");

    public static Problem Busy() => new(503, 2000, "The service is busy and stored nothing; try again in 1 second(s).", RetryAfter: 1);

    public static Problem UserMissing() => new(400, 3001, "User is missing: 'user' must name the recipient");

    public static Problem MsisdnMissing() =>
        new(400, 3002, "MSISDN is missing: 'user.msisdn' is needed, or another address that the message's channels can use");

    public static Problem ChannelUserIdMissing() =>
        new(400, 3015, "User id is missing: the message's channels do not take a number; 'user.channelUserId' must be the person's id on the channel");

    public static Problem ContentMissing(string field) =>
        new(400, 3004, $"Content is missing: '{field}' must contain the message's content");

    public static Problem TextMissing(string field) => new(400, 3005, $"Text is missing: '{field}' must not be empty");

    public static Problem TextTooLong(string field, int most) => new(400, 3006, $"Text is too long: '{field}' may have {most} characters");

    public static Problem MediaUrlMissing(string field) => new(400, 3007, $"Media URL is missing: '{field}' must not be empty");

    public static Problem InvalidMediaUrl(string field) =>
        new(400, 3008, $"Invalid media URL: '{field}' must be a public http or https address");

    public static Problem ClientMessageIdTooLong() =>
        new(400, 3009, "Client message id is too long: 'clientMessageId' may have 50 characters");

    public static Problem InvalidContentType(string field, string known) =>
        new(400, 3010, $"Invalid content type: '{field}' must be {known}");

    public static Problem ContentNotCarried(string why) =>
        new(400, 3010, $"Invalid content type: no step's channel can carry the content: {why}");

    public static Problem SourceTooLong(string field, int most) =>
        new(400, 3011, $"SMS source is too long: '{field}' may have {most} characters");

    public static Problem FallbackTextTooLong(string field, int most) =>
        new(400, 3017, $"Fallback text is too long: '{field}' may have {most} characters");

    public static Problem InvalidCountry() =>
        new(400, 3018, "Invalid country code: 'user.country' must be two letters (ISO 3166), such as SG");

    public static Problem InvalidReceiptUrl(string mend) => new(400, 3020, $"Invalid DR callback URL: 'dlrCallbackUrl' {mend}");

    public static Problem InvalidLocation(string field) =>
        new(400, 3021, $"Location is empty or invalid: '{field}' must have a latitude from -90 to 90 and a longitude from -180 to 180");

    public static Problem InvalidFallbackChannel(string field, string known) =>
        new(400, 3022, $"Invalid fallback channel: '{field}' must be one of {known}");

    public static Problem InvalidFallbackDelay(string field, int least, int most) =>
        new(400, 3023, $"Invalid fallback delay range: '{field}' must be a whole number of seconds from {least} to {most}");

    public static Problem InvalidFallbackStatus(string field, string known) =>
        new(400, 3024, $"Invalid fallback status: '{field}' must be {known}");

    public static Problem ChannelDoesNotReport(string field, string channel, Messages.SuccessStatus asked, Messages.SuccessStatus best) =>
        asked switch
    {
        Messages.SuccessStatus.Read => new(400, 3026, $"Invalid fallback status Read: '{field}': {channel} reports {best} at best"),
        Messages.SuccessStatus.Delivered =>
            new(400, 3025, $"Invalid fallback status Delivered: '{field}': {channel} reports {best} at best"),
        _ => new(400, 3024, $"Invalid fallback status: '{field}': {channel} reports {best} at best"),
    };

    public static Problem ChannelNotConfigured(string field, string channel, string configured) =>
        new(400, 3027,
            $"Invalid fallback sub-account channel: '{field}': {channel} is not configured for this subaccount, which has {configured}");

    public static Problem NoChannel() => new(
        400,
        3027,
        "Invalid fallback sub-account channel: 'channels' must name at least one, because this subaccount has neither a default sequence nor a default channel");

    public static Problem QuotedUmidMissing() => new(400, 3029, "UMID is missing: 'context.umid' must name the message to quote");

    public static Problem InvalidChannelId(string field, string mend) => new(400, 3051, $"Invalid fallback channelId: '{field}' {mend}");

    public static Problem MessagesMissing() => new(400, 3012, "Messages are missing: 'messages' must hold at least one message");

    public static Problem TooManyMessages(int most) => new(400, 3013, $"Too many messages: 'messages' may have {most} entries");

    public static Problem ClientBatchIdTooLong() => new(400, 3014, "Client batch id is too long: 'clientBatchId' may have 100 characters");

    public static Problem InvalidBatchId() => new(400, 1008, "Invalid id: 'batchId' must be a UUID");

    public static Problem KeyOfAnotherRequest() =>
        new(422, 1000, "Invalid parameter(s): 'Idempotency-Key': it was used for another request in the last 24 hours; use a new key");

    public static Problem QuotaExceeded(int seconds) =>
        new(429, 429, $"Quota exceeded. Please try again in {seconds} second(s).", RetryAfter: seconds);

    public static Problem TooManyExports(int most) => new(
        429, 429, $"Quota exceeded: this subaccount already runs {most} export(s), which is the limit. Wait until one ends, or limit it by from and to.", RetryAfter: 10);

    public static Problem TooLarge(long most) => new(413, 7001, $"Request size must not exceed {most / 1024} kB");

    /// <summary>Describes the errors that every route of the API may return.</summary>
    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder route) => route
        .Produces<ApiError>(StatusCodes.Status400BadRequest)
        .Produces<ApiError>(StatusCodes.Status401Unauthorized)
        .Produces<ApiError>(StatusCodes.Status403Forbidden)
        .Produces<ApiError>(StatusCodes.Status404NotFound)
        .Produces<ApiError>(StatusCodes.Status429TooManyRequests)
        .Produces<ApiError>(StatusCodes.Status500InternalServerError)
        .Produces<ApiError>(StatusCodes.Status503ServiceUnavailable);
}
