namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>A request that the client sent.</summary>
internal sealed record RecordedRequest(string Method, string Address, string? Key, string? Authorization, string Body);
