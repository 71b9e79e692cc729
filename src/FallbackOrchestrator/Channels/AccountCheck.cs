namespace FallbackOrchestrator.Channels;

/// <summary>A question to a provider about an account, which sends no message and changes nothing.</summary>
/// <param name="Subject">What it asks about, in a word or two.</param>
/// <param name="Write">Writes the request.</param>
/// <param name="Read">Reads the response. It never throws because of the response.</param>
public sealed record AccountCheck(string Subject, Func<HttpRequestMessage> Write, Func<ProviderResponse, AccountFinding> Read);
