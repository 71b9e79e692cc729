namespace FallbackOrchestrator.Channels;

/// <summary>
/// Marks a setting of a provider account that is a secret. Outside Development the service does not start with one that is short or that
/// everybody can read in this repository (<c>Hosting/WeakSecrets</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute
{
    /// <summary>The fewest characters of a secret. Chosen by machine they cannot be guessed.</summary>
    public const int Usual = 16;

    /// <summary>The fewest characters, where the provider hands out shorter ones.</summary>
    /// <value>The default is 16.</value>
    public int Least { get; init; } = Usual;
}
