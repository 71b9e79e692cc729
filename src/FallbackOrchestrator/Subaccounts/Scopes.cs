using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>The scopes of API keys: a closed set. Their names are those of the management API.</summary>
[Flags]
public enum Scopes
{
    /// <summary>No scope: any key of the subaccount is enough.</summary>
    None = 0,

    /// <summary><c>messages:send</c>: send, batch, preview, cancel and skip.</summary>
    [JsonStringEnumMemberName("messages:send")]
    MessagesSend = 1,

    /// <summary><c>messages:read</c>: details, timeline, search and export.</summary>
    [JsonStringEnumMemberName("messages:read")]
    MessagesRead = 2,

    /// <summary><c>webhooks</c>: the status webhooks of the whole account, and their deliveries.</summary>
    Webhooks = 4,

    /// <summary><c>settings</c>: change the subaccount's own sequences.</summary>
    Settings = 8,

    /// <summary>Everything.</summary>
    All = MessagesSend | MessagesRead | Webhooks | Settings,
}
