namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>The keys that encrypt what the database keeps secret (section <c>Secrets</c>).</summary>
public sealed class SecretsOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Secrets";

    /// <summary>The name of the setting, as messages show it.</summary>
    public const string WrappingKeySetting = $"{Section}:{nameof(WrappingKey)}";

    /// <summary>The name of the setting of the earlier key, as messages show it.</summary>
    public const string PreviousWrappingKeySetting = $"{Section}:{nameof(PreviousWrappingKey)}";

    /// <summary>
    /// 32 random bytes in base64, the same in every replica. It encrypts the keys that encrypt stored secrets. Without it, no secret is
    /// stored by the management API, and cookies are valid only in the process that issued them.
    /// </summary>
    [WrappingKeyForm]
    public string? WrappingKey { get; set; }

    /// <summary>The wrapping key before the present one, until every replica has started with the present one.</summary>
    [WrappingKeyForm]
    public string? PreviousWrappingKey { get; set; }
}
