namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>A stored secret cannot be decrypted.</summary>
/// <param name="why">Why, and what to do; without the secret.</param>
/// <param name="cause">What was found.</param>
internal sealed class UnreadableSecretException(string why, Exception? cause = null) : Exception(why, cause);
