using System.Globalization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Statistics;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.WebConsole;

/// <summary>What happened to a message, in sentences.</summary>
internal static class Texts
{
    /// <summary>One line of a timeline.</summary>
    public static string Of(TimelineEventView line, MessageTimeline message)
    {
        var detail = line.Detail;
        var step = line.Step is { } number ? message.Attempts.ElementAtOrDefault(number - 1) : null;
        return line.What switch
        {
            "requested" => "The message was accepted",
            "attemptQueued" => $"Step {line.Step} begins: {detail?.Channel} (account {detail?.Account})",
            "callStarted" => detail?.Call is > 1 ? $"Call {detail.Call} to the provider" : "Call to the provider",
            "callDeferred" => $"The provider did not take it yet{Why(detail?.Error)}; next try at {Clock(detail?.RetryAt)}",
            "accountChanged" => $"Account {detail?.Account} takes over{Why(detail?.Error)}",
            "callUnknown" => $"The outcome of the call is unknown: {detail?.Reason}",
            "statusChanged" => $"{Capital(detail?.To)}{Why(detail?.Error)}",
            "reasonChanged" => $"A more precise reason{Why(detail?.Error)}",
            "recallStarted" => "The provider is asked to withdraw it",
            "statusQueried" => "The provider is asked for the status, because receipts may have been lost",
            "statusQueryFailed" => $"The provider could not be asked, or did not say the status: {line.Detail?.Reason}",
            "recallFailed" => $"It could not be withdrawn: {line.Detail?.Reason}",
            "attemptTimedOut" => Capital(TimedOut(step)),
            "attemptNotSent" => $"It could not be handed over in time{Why(detail?.Error)}",
            "attemptSkipped" => "The step was left on request",
            "attemptWithdrawn" => "The step was withdrawn: the message has an outcome",
            "attemptDueAgain" => "The step is due again: the success was revoked",
            "resendQueued" => "The outcome of the call stayed unknown; it is repeated, and the person may get it twice",
            "resendGivenUp" => $"The repeated call was given up{Why(detail?.Error)}",
            "successTakenBack" => "A failure revoked the success",
            "messageStopped" => $"The message was stopped: {detail?.Outcome}",
            "sequenceEnded" => $"No other channel is tried{Why(detail?.Error)}",
            "deliveredTwice" => "The person got the message twice",
            "messageCompleted" => detail?.Provisional == true
                ? $"Completed: {detail.Outcome}; a failure may still revoke it" : $"Completed: {detail?.Outcome}",
            _ => line.What,
        };
    }

    /// <summary>How the message stands, in one sentence.</summary>
    public static string Summary(MessageTimeline message)
    {
        var step = message.SucceededStep is { } number ? message.Attempts[number - 1] : null;
        return (message.State, message.Outcome) switch
        {
            ("scheduled", _) => $"It starts at {Clock(message.ScheduledAt)}.",
            ("inProgress", _) => message.Attempts.LastOrDefault(attempt => attempt.Outcome == "open") is { } open
                ? $"Waits for {open.SuccessStatus} on {open.Channel}." : "In progress.",
            (_, "succeeded") => $"{step?.SuccessStatus} on {step?.Channel}, step {step?.Step}"
                + (message.CompletedAt is { } at ? $", {Duration(at - message.CreatedAt)} after it was accepted." : "."),
            (_, "failed") => "No channel reached its success status.",
            (_, "cancelled") => "It was cancelled.",
            (_, "expired") => "Its expiry passed.",
            (_, "unconfirmed") => "It was handed over, and no decisive status was received.",
            _ => message.State,
        };
    }

    /// <summary>How a step ended, in a few words.</summary>
    public static string Summary(AttemptView attempt) => attempt.Outcome switch
    {
        "notStarted" => "not started",
        "open" when attempt.Status == "queued" => "waits for its account",
        "open" => $"{attempt.Status}; waits for {attempt.SuccessStatus}",
        "succeeded" => $"{attempt.Status}",
        "failed" => $"{attempt.Status}{Why(attempt.Error)}",
        "timedOut" => $"{TimedOut(attempt)} ({attempt.Status})",
        "notSent" => $"not handed over in time{Why(attempt.Error)}",
        "skipped" when attempt.Status is null => "not needed",
        "skipped" => $"left on request ({attempt.Status})",
        "withdrawn" => "withdrawn: not needed any more",
        _ => attempt.Outcome,
    };

    /// <summary>A time of the day in UTC, to the second.</summary>
    public static string Clock(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A length of time in the unit that fits: 340 ms, 5.2 s, 3 min 20 s, 2 h 5 min, 3 d 4 h.</summary>
    public static string Duration(TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, length.TotalMilliseconds):0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => Two(length.Minutes, "min", length.Seconds, "s"),
        { TotalDays: < 1 } => Two(length.Hours, "h", length.Minutes, "min"),
        _ => Two((int)length.TotalDays, "d", length.Hours, "h"),
    };

    /// <summary>A length of time in whole seconds.</summary>
    public static string Seconds(double seconds) => Duration(TimeSpan.FromSeconds(seconds));

    /// <summary>A step of a sequence in a few words: WhatsApp (Read, 1 min).</summary>
    public static string Step(SequenceStep step) =>
        $"{step.Channel} ({step.SuccessStatus}{(step.FallbackAfter is { } window ? $", {Seconds(window)}" : "")})";

    private static string Two(int large, string unit, int small, string smallUnit) =>
        small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smallUnit}";

    private static string TimedOut(AttemptView? attempt) => attempt?.FallbackAfter is { } window
        ? $"not {attempt.SuccessStatus} within {Seconds(window)}" : "the time for the step was over";

    private static string Why(AttemptError? error) => error is null ? "" : Why(error.Text, EnumText.Of(error.Class), error.ProviderCode);

    private static string Why(AttemptErrorView? error) => error is null ? "" : Why(error.Text, error.Class, error.ProviderCode);

    private static string Why(string? text, string @class, string? code) =>
        $": {text ?? @class}{(code is null ? "" : $" (provider's code {code})")}";

    private static string Capital(string? word) => word is { Length: > 0 } ? char.ToUpperInvariant(word[0]) + word[1..] : "";
}
