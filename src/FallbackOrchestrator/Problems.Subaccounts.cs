namespace FallbackOrchestrator;

/// <summary>The errors of access, and of the management of accounts.</summary>
public static partial class Problems
{
    public static Problem ScopeMissing(string scope) => new(403, 1201, $"Forbidden: the key lacks the scope '{scope}'");

    public static Problem TooManyWrongKeys(int seconds) =>
        new(429, 429, $"Quota exceeded: too many wrong keys came from this address. Please try again in {seconds} second(s).",
            RetryAfter: seconds);

    public static Problem AdminKeyNeeded() => new(403, 1201, "Forbidden: this call requires an admin key");

    public static Problem IsConfigured(string what) =>
        new(403, 1201, $"Forbidden: {what} is defined in the service's configuration and can only be changed there");

    public static Problem NotFound(string what) => new(404, 1300, $"There is no such {what}");

    public static Problem InvalidId(string field, string mend) => new(400, 1008, $"Invalid id: '{field}' {mend}");

    public static Problem NoSecretsStored(string why) => new(403, 1201, $"Forbidden: {why}");

    public static Problem InUse(string what, string by) => new(409, 1000, $"{what} is in use: {by}");

    public static Problem UnknownSequence(string known) =>
        InvalidParameter("sequence", $"there is no sequence with this name; known are: {known}");
}
