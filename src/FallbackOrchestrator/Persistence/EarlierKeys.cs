namespace FallbackOrchestrator.Persistence;

/// <summary>A key in the forms of earlier versions.</summary>
/// <param name="Keys">The keys, including the one of the present form.</param>
/// <param name="Fingerprints">Makes the fingerprints that the same request may have had.</param>
public sealed record EarlierKeys(string[] Keys, Func<IEnumerable<byte[]>> Fingerprints);
