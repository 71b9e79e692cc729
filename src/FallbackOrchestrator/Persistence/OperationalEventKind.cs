using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Persistence;

/// <summary>What an operational webhook is told. The names are stored, and are the <c>type</c> of its updates.</summary>
public enum OperationalEventKind
{
    /// <summary>A webhook was stopped.</summary>
    [JsonStringEnumMemberName("endpoint.disabled")]
    EndpointDisabled,

    /// <summary>A webhook that had been stopped was registered again.</summary>
    [JsonStringEnumMemberName("endpoint.enabled")]
    EndpointEnabled,

    /// <summary>Status updates for an endpoint were given up.</summary>
    [JsonStringEnumMemberName("message.exhausted")]
    MessageExhausted,
}
