using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A customer's account that the management API made.</summary>
public sealed class AccountRow
{
    public Guid Id { get; init; }
    public string? Name { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>A subaccount that the management API made. It is closed and never deleted: its id must not come to mean another tenant.</summary>
public sealed class SubaccountRow
{
    public string Id { get; init; } = "";
    public Guid AccountId { get; init; }

    /// <summary>The channel accounts that it may use, the preferred one of a channel first.</summary>
    public string[] ChannelAccounts { get; set; } = [];

    public string? DefaultChannel { get; set; }
    public bool ResendUnknown { get; set; }
    public bool AppendSmsStep { get; set; }
    public bool StrictMsisdn { get; set; }
    public bool MaskNumbers { get; set; }
    public int? RequestsPerSecond { get; set; }

    /// <summary>The priority of its messages that name none.</summary>
    public Priority Priority { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>A named fallback sequence of a subaccount.</summary>
public sealed class SequenceRow
{
    public string SubaccountId { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Whether messages that name neither channels nor a sequence use it; at most one does.</summary>
    public bool IsDefault { get; set; }

    /// <summary>The steps as in a Send, as JSON.</summary>
    public string Channels { get; set; } = "";
}

/// <summary>An API key. The key itself is not stored.</summary>
public sealed class ApiKeyRow
{
    /// <summary>The part of the key that names it.</summary>
    public string Id { get; init; } = "";

    public Guid AccountId { get; init; }

    /// <summary>SHA-256 of the whole key; its secret is random and long, so nothing slower is needed.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>The subaccounts that it opens, all of its account.</summary>
    public string[] Subaccounts { get; set; } = [];

    /// <summary>What it may do there, in the words of the management API.</summary>
    public string[] Scopes { get; init; } = [];

    public string? Name { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>Counts the changes of accounts, subaccounts, sequences and keys: what replicas look at to see whether to read them anew.</summary>
public sealed class DirectoryVersionRow
{
    public int Id { get; init; }
    public long Version { get; init; }
}
