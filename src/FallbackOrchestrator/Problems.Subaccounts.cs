namespace FallbackOrchestrator;

/// <summary>The errors of access, and of the management of accounts.</summary>
public static partial class Problems
{
    public static Problem ScopeMissing(string scope) => new(403, 1201, $"Forbidden: the key lacks the scope '{scope}'");

    public static Problem TooManyWrongKeys(int seconds) =>
        new(429, 429, $"Quota exceeded: too many wrong keys came from this address. Please try again in {seconds} second(s).",
            RetryAfter: seconds);

    public static Problem AdminKeyNeeded() => new(403, 1201, "Forbidden: this call takes an admin key");

    public static Problem IsConfigured(string what) =>
        new(403, 1201, $"Forbidden: {what} stands in the service's configuration, where alone it can be changed");

    public static Problem NotFound(string what) => new(404, 1300, $"There is no such {what}");

    public static Problem InvalidId(string field, string mend) => new(400, 1008, $"Invalid id: '{field}' {mend}");

    public static Problem UnknownSequence(string known) =>
        InvalidParameter("sequence", $"there is no sequence of this name; there are: {known}");
}
