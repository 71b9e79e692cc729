namespace FallbackOrchestrator.Channels;

/// <summary>
/// Marks a setting of a provider account that is a secret. Outside Development the service does not start with a secret that is short, or
/// that is published in this repository (<c>Hosting/WeakSecrets</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute
{
    /// <summary>The fewest characters of a secret. A random one of this length cannot be guessed.</summary>
    public const int Usual = 16;

    /// <summary>The fewest characters, if the provider issues shorter ones.</summary>
    /// <value>The default is 16.</value>
    public int Least { get; init; } = Usual;
}
