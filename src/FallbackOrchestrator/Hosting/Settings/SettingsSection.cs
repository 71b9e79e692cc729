using System.Reflection;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Hosting.Telemetry;
using FallbackOrchestrator.Inbound;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence.Secrets;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Tracking;
using FallbackOrchestrator.WebConsole;

namespace FallbackOrchestrator.Hosting.Settings;

/// <summary>A section of the configuration, and the type whose properties are its settings.</summary>
internal sealed record SettingsSection(string Name, Type Type)
{
    /// <summary>Every section that is bound to a type. Accounts and channel accounts have their own readers.</summary>
    public static readonly IReadOnlyList<SettingsSection> All =
    [
        new("Sending", typeof(SendOptions)),
        new("MessageQueue", typeof(MessageQueueOptions)),
        new("Rules", typeof(Rules)),
        new("Retention", typeof(RetentionOptions)),
        new("StatusWebhooks", typeof(StatusWebhooksOptions)),
        new("Inbound", typeof(InboundOptions)),
        new("RateLimits", typeof(RateLimitOptions)),
        new("WarmUp", typeof(WarmUpOptions)),
        new(WebConsoleOptions.Section, typeof(WebConsoleOptions)),
        new("Exports", typeof(ExportOptions)),
        new(FailedAuthenticationOptions.Section, typeof(FailedAuthenticationOptions)),
        new(EmbeddedPostgresOptions.Section, typeof(EmbeddedPostgresOptions)),
        new(SimulatorOptions.Section, typeof(SimulatorOptions)),
        new(HostingOptions.Section, typeof(HostingOptions)),
        new(MetricsOptions.Section, typeof(MetricsOptions)),
        new(SecretsOptions.Section, typeof(SecretsOptions)),
        new("Hangfire", typeof(HangfireSwitches)),
        new("Swagger", typeof(SwaggerSwitches)),
        new("Logs", typeof(LogSwitches)),
        new("Admin", typeof(AdminKeys)),
    ];

    // Not a setting, because it is only known while the service runs: the outage that is being compensated.
    private static readonly PropertyInfo[] Computed = [typeof(Rules).GetProperty(nameof(Rules.Grace))!];

    /// <summary>The settings of an options type: the properties that the configuration binder would set.</summary>
    public static IEnumerable<PropertyInfo> SettingsOf(Type type) =>
        type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && !Computed.Contains(property));
}

/// <summary>Section <c>Hangfire</c>.</summary>
internal sealed record HangfireSwitches
{
    public bool Enabled { get; init; } = true;

    public string? DashboardPassword { get; init; }
}

/// <summary>Section <c>Swagger</c>.</summary>
internal sealed record SwaggerSwitches
{
    public bool Enabled { get; init; }
}

/// <summary>Section <c>Logs</c>.</summary>
internal sealed record LogSwitches
{
    public LogFormat Format { get; init; }
}

/// <summary>The format of a line of the log.</summary>
internal enum LogFormat
{
    Json,
    Text,
}

/// <summary>Section <c>Admin</c>.</summary>
internal sealed record AdminKeys
{
    public IReadOnlyList<string>? Keys { get; init; }
}
