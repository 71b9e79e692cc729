namespace FallbackOrchestrator.Channels;

/// <summary>Settings with which the service cannot start; each message names the setting and the correction.</summary>
public sealed class InvalidSettingsException(IReadOnlyList<string> messages) : Exception(string.Join(Environment.NewLine, messages))
{
    public IReadOnlyList<string> Messages { get; } = messages;
}
