using System.Globalization;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.Subaccounts;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>A Send that was understood, or the problem with it: one of the two.</summary>
public sealed record ParsedSend(NewMessage? Message, IReadOnlyList<string> Warnings, Problem? Problem)
{
    /// <summary>The same, with more warnings before its own.</summary>
    public ParsedSend With(IReadOnlyList<string> warnings) =>
        warnings.Count == 0 ? this : this with { Warnings = [.. warnings, .. Warnings] };
}

/// <summary>Turns a customer's request into a message, or reports its mistake. Stores nothing.</summary>
/// <param name="options">The limits of a Send.</param>
/// <param name="whyNotCalled">The reason why an address can never get receipts, with the correction; null if it can.</param>
public sealed class SendRequestParser(SendOptions options, Func<string, string?> whyNotCalled)
{
    private const int LongestClientMessageId = 50;

    private readonly SequenceEntryParser _entries = new(options.ShortestWindow);

    /// <param name="request">The request.</param>
    /// <param name="subaccount">The subaccount of the caller.</param>
    /// <param name="now">The time, for the message's id and for <c>scheduled</c> and <c>expiry</c>.</param>
    public ParsedSend Read(SendRequest request, Subaccount subaccount, DateTimeOffset now) =>
        Read(request, subaccount, now, steps => TryReadContent(request, steps, out var content, out var problem)
            ? new ContentResult(content, null) : new ContentResult(null, problem));

    /// <summary>Reads a request of another call.</summary>
    /// <param name="request">Everything but the content.</param>
    /// <param name="subaccount">The subaccount of the caller.</param>
    /// <param name="now">The time, as above.</param>
    /// <param name="readContent">Reads the content for these steps.</param>
    internal ParsedSend Read(
        SendRequest request, Subaccount subaccount, DateTimeOffset now, Func<IReadOnlyList<RequestedStep?>, ContentResult> readContent)
    {
        if (request.ClientMessageId is { Length: > LongestClientMessageId })
            return Refused(ClientMessageIdTooLong());
        if (!RecipientParser.TryRead(request.User, subaccount.ChecksNumbers, out var recipient, out var problem))
            return Refused(problem);
        if (!SequenceParser.TryFind(request, subaccount, out var steps, out problem))
            return Refused(problem);
        var (content, wrongContent) = readContent(steps);
        if (content is null)
            return Refused(wrongContent!);
        if (CheckTimes(request, now) is { } wrongTime)
            return Refused(wrongTime);
        var receiptUrl = string.IsNullOrEmpty(request.DlrCallbackUrl) ? null : request.DlrCallbackUrl;
        if (receiptUrl is not null && whyNotCalled(receiptUrl) is { } wrongUrl)
            return Refused(InvalidReceiptUrl(wrongUrl));
        var priority = string.IsNullOrEmpty(request.Priority) ? subaccount.Priority : EnumText.ParseOrNull<Priority>(request.Priority);
        if (priority is null)
            return Refused(InvalidParameter("priority", $"must be {EnumText.OneOf<Priority>()}"));
        var umid = Umid.New(now);
        var parser = new SequenceParser(_entries, subaccount, recipient, content, umid.Chance);
        if (!parser.TryRead(steps, out var sequence, out problem))
            return Refused(problem);
        content = parser.Content;

        var message = new Message
        {
            Umid = umid,
            Subaccount = subaccount.Id,
            Sequence = sequence,
            CreatedAt = now,
            State = request.Scheduled is null ? MessageState.InProgress : MessageState.Scheduled,
            ScheduledAt = request.Scheduled?.ToUniversalTime(),
            ExpiresAt = request.Expiry?.ToUniversalTime(),
            MayResend = subaccount.MayResend,
            Priority = priority.Value,
        };
        return new ParsedSend(
            new NewMessage(
                message, recipient, content, content.Body.Kind.ToString(), request.ClientMessageId,
                receiptUrl is null ? null : new Uri(receiptUrl))
            {
                Country = recipient.Msisdn is { } msisdn ? NumberCountry.Of(msisdn) : null,
            },
            [.. OfRecipient(request.User, recipient), .. ScheduleIsPast(request, now), .. UnusedContent.Of(request),
                .. SequenceUnused(request), .. parser.Warnings,
                .. StepRules.Warnings(sequence, content, message.ExpiresAt, message.ScheduledAt ?? now)],
            null);
    }

    private static IEnumerable<string> OfRecipient(RequestedUser? user, Recipient recipient)
    {
        if (RecipientParser.IsGuessed(user))
        {
            yield return "user.msisdn has no + and there is no user.country, so it was taken for the international number "
                + recipient.Msisdn!.Value.Value;
        }
        if (RecipientParser.RepeatedCountryCode(user, recipient) is { } code)
        {
            yield return $"user.msisdn begins with {code}, the calling code of user.country, and was taken for a national number: "
                + "write + before an international one";
        }
    }

    private static string[] ScheduleIsPast(SendRequest request, DateTimeOffset now) => request.Scheduled <= now
        ? [$"scheduled is in the past ({request.Scheduled.Value.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}): the message is sent at once"]
        : [];

    private static string[] SequenceUnused(SendRequest request) =>
        request.Channels is { Count: > 0 } && !string.IsNullOrEmpty(request.Sequence)
            ? ["sequence is not used: channels overrides it"] : [];

    private static ParsedSend Refused(Problem problem) => new(null, [], problem);

    private static bool TryReadContent(
        SendRequest request,
        IReadOnlyList<RequestedStep?> steps,
        [NotNullWhen(true)] out MessageContent? content,
        [NotNullWhen(false)] out Problem? problem)
    {
        content = null;
        if (!ContentParser.TryRead(request.Type, request.Content, "", out var own, out problem))
            return false;
        var ofSteps = ImmutableDictionary.CreateBuilder<int, StepContent>();
        foreach (var (i, step) in steps.Index())
        {
            if (step is null || (step.Content is null && string.IsNullOrEmpty(step.Type)))
                continue;
            var type = string.IsNullOrEmpty(step.Type) ? request.Type : step.Type;
            if (!ContentParser.TryRead(type, step.Content, $"channels[{i}].", out var ofStep, out problem))
                return false;
            ofSteps.Add(i + 1, ofStep);
        }
        problem = CheckQuotation(request.Context, out var replyTo);
        if (problem is not null)
            return false;
        content = new MessageContent(
            own.Body, own.FallbackText, own.Sms, own.DirectSend, replyTo, ofSteps.Count > 0 ? ofSteps.ToImmutable() : null);
        return true;
    }

    private static Problem? CheckQuotation(RequestedContext? context, out Umid? replyTo)
    {
        replyTo = null;
        if (context is null)
            return null;
        if (string.IsNullOrWhiteSpace(context.Umid))
            return QuotedUmidMissing();
        if (!Guid.TryParse(context.Umid, out var umid))
            return InvalidParameter("context.umid", "must be the umid of a message");
        replyTo = new Umid(umid);
        return null;
    }

    private Problem? CheckTimes(SendRequest request, DateTimeOffset now)
    {
        if (request.Scheduled > now + options.LongestSchedule)
            return InvalidSchedule(
                $"may lie {options.LongestSchedule.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)} days ahead at most");
        var starts = request.Scheduled is { } scheduled && scheduled > now ? scheduled : now;
        return request.Expiry <= starts ? InvalidExpiry("must be later than the time at which the message is to be sent") : null;
    }
}
