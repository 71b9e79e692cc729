using System.Globalization;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.Hosting.Settings;

/// <summary>The settings of all relations, bound.</summary>
internal sealed record BoundSettings(
    SendOptions Sending,
    MessageQueueOptions MessageQueue,
    Rules Rules,
    RetentionOptions Retention,
    StatusWebhooksOptions StatusWebhooks,
    RateLimitOptions RateLimits,
    ExportOptions Exports,
    EmbeddedPostgresOptions EmbeddedPostgres);

/// <summary>Two settings that must fit each other. All such relations are in this file.</summary>
/// <param name="First">The setting that the operator would change first.</param>
/// <param name="Second">The other one; the same as the first if it must fit a constant of the program.</param>
/// <param name="Mistake">The mistake and its correction; null if they fit. The text follows the names and values.</param>
internal sealed record SettingsRelation(string First, string Second, Func<BoundSettings, string?> Mistake)
{
    private const string MaxConnections = "max_connections";

    private const int ConnectionsForOthers = 10; // The supervisor, a person with psql, PostgreSQL's own reserve.

    /// <summary>Every relation.</summary>
    public static readonly IReadOnlyList<SettingsRelation> All =
    [
        new("MessageQueue:LongestPending", "Sending:LongestSchedule", settings =>
        {
            var needed = settings.Sending.LongestSchedule + settings.Rules.LongestLife;
            return settings.MessageQueue.LongestPending >= needed ? null
                : $"a message may be pending for {Days(needed)} days: scheduled {Days(settings.Sending.LongestSchedule)} days ahead, and then under way for "
                    + $"up to {Days(settings.Rules.LongestLife)} days by Rules; older ones would never be sent. "
                    + $"Set MessageQueue:LongestPending to {Text(TimeSpan.FromDays(Math.Ceiling(needed.TotalDays)))} or more, or lower Sending:LongestSchedule";
        }),
        new("Retention:Messages", "MessageQueue:LongestPending",
            settings => settings.Retention.Messages > settings.MessageQueue.LongestPending ? null
            : "a message must be kept for longer than it can be pending. "
                + $"Set Retention:Messages to more than {Text(settings.MessageQueue.LongestPending)}, or lower MessageQueue:LongestPending"),
        new("Retention:Messages", "Retention:Contents", settings => settings.Retention.Messages >= settings.Retention.Contents ? null
            : "a content is not kept for longer than its message. Lower Retention:Contents, or raise Retention:Messages"),
        new("Retention:Contents", "Sending:LongestSchedule",
            settings => settings.Retention.Contents >= settings.Sending.LongestSchedule ? null
            : "the content of a scheduled message must be there when it is sent. "
                + $"Set Retention:Contents to {Text(settings.Sending.LongestSchedule)} or more, or lower Sending:LongestSchedule"),
        new("Retention:StatusUpdates", "StatusWebhooks:KeepTrying",
            settings => settings.Retention.StatusUpdates >= settings.StatusWebhooks.KeepTrying ? null
            : "an update, and the log of its attempts, must be kept for as long as it is retried. "
                + "Raise Retention:StatusUpdates, or lower StatusWebhooks:KeepTrying"),
        new("StatusWebhooks:PerEndpoint", "StatusWebhooks:Concurrency", settings =>
            settings.StatusWebhooks.PerEndpoint <= settings.StatusWebhooks.Concurrency ? null
            : "one endpoint cannot have more calls than all endpoints together. Lower StatusWebhooks:PerEndpoint, or raise StatusWebhooks:Concurrency"),
        new("StatusWebhooks:Timeout", "StatusWebhooks:Timeout", settings =>
            settings.StatusWebhooks.Timeout + TimeSpan.FromSeconds(10) < StatusUpdateOutbox.Lease ? null
            : $"a delivery is leased for {Seconds(StatusUpdateOutbox.Lease)} s, and a call must end well before. Lower StatusWebhooks:Timeout"),
        new("MessageQueue:Length", "MessageQueue:GroupSize",
            settings => settings.MessageQueue.Length / settings.MessageQueue.Workers >= settings.MessageQueue.GroupSize ? null
            : "the queue is shared out among MessageQueue:Workers, and each share must hold a whole group. Raise MessageQueue:Length, or lower MessageQueue:GroupSize or MessageQueue:Workers"),
        new("RateLimits:RequestsPerSecond", "RateLimits:RequestsPerSecondOfKey", settings =>
            settings.RateLimits.RequestsPerSecond <= (long)SubaccountLimits.MostKeys * settings.RateLimits.RequestsPerSecondOfKey ? null
            : $"a subaccount has {SubaccountLimits.MostKeys} keys at most and could never reach its rate. "
                + "Raise RateLimits:RequestsPerSecondOfKey, or lower RateLimits:RequestsPerSecond"),
        new("Exports:PageTimeout", "Exports:MaxDuration", settings => settings.Exports.PageTimeout <= settings.Exports.MaxDuration ? null
            : "a page cannot take longer than its export. Lower Exports:PageTimeout, or raise Exports:MaxDuration"),
        new("Rules:Lease", "Rules:Lease", settings => settings.Rules.Lease >= 3 * Rules.CallTimeout ? null
            : $"it must be three times as long as a call to a provider may take. Set Rules:Lease to {Text(3 * Rules.CallTimeout)} or more"),
        AtLeast("Rules:LongestPatience", "Rules:Lease", rules => rules.LongestPatience, rules => rules.Lease, CallsEnd),
        AtLeast("Rules:PatienceWithoutWindow", "Rules:Lease", rules => rules.PatienceWithoutWindow, rules => rules.Lease, CallsEnd),
        AtLeast("Rules:PatienceOnLastStep", "Rules:Lease", rules => rules.PatienceOnLastStep, rules => rules.Lease, CallsEnd),
        AtLeast("Rules:ConfirmFor", "Rules:PatienceOnLastStep", rules => rules.ConfirmFor, rules => rules.PatienceOnLastStep,
            "a message would end as unconfirmed before its last step is given up"),
        AtLeast("Rules:ConfirmFor", "Rules:PatienceWithoutWindow", rules => rules.ConfirmFor, rules => rules.PatienceWithoutWindow,
            "a message would end as unconfirmed before a step without a window is given up"),
        AtLeast("Rules:LongestBackOff", "Rules:FirstBackOff", rules => rules.LongestBackOff, rules => rules.FirstBackOff,
            "the wait between two tries grows from the first to the longest"),
        AtLeast("Rules:LongestPatience", "Rules:FirstBackOff", rules => rules.LongestPatience, rules => rules.FirstBackOff, NoSecondTry),
        AtLeast("Rules:PatienceWithoutWindow", "Rules:FirstBackOff", rules => rules.PatienceWithoutWindow, rules => rules.FirstBackOff,
            NoSecondTry),
        AtLeast("Rules:PatienceOnLastStep", "Rules:FirstBackOff", rules => rules.PatienceOnLastStep, rules => rules.FirstBackOff,
            NoSecondTry),
        AtLeast("Rules:LongestQueue", "Rules:FirstBackOff", rules => rules.LongestQueue, rules => rules.FirstBackOff, NoSecondTry),
        new("EmbeddedPostgres:ExtraSettings:max_connections", "EmbeddedPostgres:ExtraSettings:max_connections", settings =>
        {
            var given = settings.EmbeddedPostgres.ExtraSettings.FirstOrDefault(
                setting => setting.Key.Equals(MaxConnections, StringComparison.OrdinalIgnoreCase)).Value;
            var needed = ConnectionPools.MostConnections + ConnectionsForOthers;
            return given is null || (int.TryParse(given, CultureInfo.InvariantCulture, out var connections) && connections >= needed) ? null
                : $"the service's pools need {ConnectionPools.MostConnections} connections for each replica. Set it to {needed} or more, or leave it out";
        }),
    ];

    private const string CallsEnd = "a call is held for the lease, and its step must not be given up before it is known";

    private const string NoSecondTry = "a call that was put off would not be tried a second time";

    /// <summary>The sections of both settings.</summary>
    public IEnumerable<string> Sections => new[] { First, Second }.Select(name => name.Split(':')[0]);

    private static SettingsRelation AtLeast(
        string first, string second, Func<Rules, TimeSpan> longer, Func<Rules, TimeSpan> shorter, string why) =>
        new(first, second, settings => longer(settings.Rules) >= shorter(settings.Rules) ? null
            : $"{why}. Set {first} to {Text(shorter(settings.Rules))} or more, or lower {second}");

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    private static string Days(TimeSpan span) => span.TotalDays.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
