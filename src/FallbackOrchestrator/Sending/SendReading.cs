using System.Collections.Frozen;
using System.Collections.Immutable;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>A Send that was understood, or the problem with it: one of the two.</summary>
public sealed record ReadSend(NewMessage? Message, IReadOnlyList<string> Warnings, Problem? Problem);

/// <summary>Turns what a customer asked for into a message, or says what is wrong with it. Nothing is stored here.</summary>
public sealed class SendReading(SendOptions options)
{
    private const int LongestWindow = 86_400;
    private const int LongestText = 35_000;
    private const int LongestUrl = 2_048;

    // Not Enum.TryParse: it takes numbers, and lists with commas.
    private static readonly FrozenDictionary<string, SuccessStatus> Statuses = Enum.GetValues<SuccessStatus>()
        .ToFrozenDictionary(status => status.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <param name="request">What was asked.</param>
    /// <param name="subaccount">Who asks.</param>
    /// <param name="now">The time, for the message's id and for <c>scheduled</c> and <c>expiry</c>.</param>
    public ReadSend Read(SendRequest request, Subaccount subaccount, DateTimeOffset now)
    {
        if (request.ClientMessageId is { Length: > 50 })
            return Refused(ClientMessageIdTooLong());
        if (!RecipientReading.TryRead(request.User, out var recipient, out var problem))
            return Refused(problem);
        if (ReadContent(request, out var content) is { } wrongContent)
            return Refused(wrongContent);
        if (CheckTimes(request, now) is { } wrongTime)
            return Refused(wrongTime);
        if (!TryReadReceiptUrl(request.DlrCallbackUrl, out var receiptUrl))
            return Refused(InvalidReceiptUrl());
        if (ReadSequence(request.Channels, subaccount, recipient, content!, out var sequence) is { } wrongSequence)
            return Refused(wrongSequence);

        var message = new Message
        {
            Umid = Umid.New(now),
            Subaccount = subaccount.Id,
            Sequence = sequence!,
            CreatedAt = now,
            State = request.Scheduled is null ? MessageState.InProgress : MessageState.Scheduled,
            ScheduledAt = request.Scheduled?.ToUniversalTime(),
            ExpiresAt = request.Expiry?.ToUniversalTime(),
            MayResend = subaccount.MayResend,
        };
        return new ReadSend(
            new NewMessage(message, recipient, content!, "Text", request.ClientMessageId, receiptUrl),
            [.. StepRules.Warnings(sequence!, content!, message.ExpiresAt, message.ScheduledAt ?? now)],
            null);
    }

    private static ReadSend Refused(Problem problem) => new(null, [], problem);

    private static bool TryReadReceiptUrl(string? text, out Uri? url)
    {
        url = null;
        return string.IsNullOrWhiteSpace(text)
            || (text.Length <= LongestUrl
                && Uri.TryCreate(text, UriKind.Absolute, out url)
                && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
                && url.UserInfo.Length == 0);
    }

    private static Problem? ReadContent(SendRequest request, out MessageContent? content)
    {
        content = null;
        if (!string.Equals(request.Type, "text", StringComparison.OrdinalIgnoreCase))
            return InvalidContentType("text");
        if (request.Content is null)
            return ContentMissing();
        if (string.IsNullOrEmpty(request.Content.Text))
            return TextMissing();
        if (request.Content.Text.Length > LongestText)
            return TextTooLong("content.text", LongestText);
        if (request.Content.FallbackText is { Length: > LongestText })
            return FallbackTextTooLong(LongestText);
        SmsSettings? sms = null;
        if (request.Content.Sms is { } asked)
        {
            if (ReadEncoding(asked.Encoding) is not { } encoding)
                return InvalidEncoding();
            if (asked.Source is { Length: > 16 })
                return SourceTooLong();
            sms = new SmsSettings(encoding, string.IsNullOrWhiteSpace(asked.Source) ? null : asked.Source);
        }
        content = new MessageContent(
            new ContentBody.Text(request.Content.Text),
            string.IsNullOrEmpty(request.Content.FallbackText) ? null : request.Content.FallbackText,
            sms);
        return null;
    }

    // 8x8's pages write GSM and UNICODE too.
    private static SmsEncoding? ReadEncoding(string? encoding) => encoding?.ToUpperInvariant() switch
    {
        null or "" or "AUTO" => SmsEncoding.Auto,
        "GSM7" or "GSM" => SmsEncoding.Gsm7,
        "UCS2" or "UNICODE" => SmsEncoding.Ucs2,
        _ => null,
    };

    private Problem? CheckTimes(SendRequest request, DateTimeOffset now)
    {
        if (request.Scheduled > now.AddDays(options.LongestSchedule))
            return InvalidSchedule($"may lie {options.LongestSchedule} days ahead at most");
        var starts = request.Scheduled is { } scheduled && scheduled > now ? scheduled : now;
        return request.Expiry <= starts ? InvalidExpiry("must be later than the time at which the message is to be sent") : null;
    }

    private Problem? ReadSequence(
        IReadOnlyList<RequestedStep>? asked, Subaccount subaccount, Recipient recipient, MessageContent content, out FallbackSequence? sequence)
    {
        sequence = null;
        if (Asked(asked, subaccount) is not { Count: > 0 } entries)
            return ChannelNotConfigured("channels", "no channel", "neither a sequence of its own nor a default channel: name the channels");
        if (entries.Count > FallbackSequence.MostSteps)
            return OutOfRange("channels", $"may have {FallbackSequence.MostSteps} entries at most");
        var steps = ImmutableArray.CreateBuilder<FallbackStep>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (ReadStep(entries, i, subaccount, recipient, content, out var step) is { } problem)
                return problem;
            if (steps.Any(earlier => earlier.Account == step!.Account))
                return InvalidChannelId($"channels[{i}].channelId", $"must differ from that of the earlier {step!.Channel} step");
            steps.Add(step!);
        }
        if (steps.All(step => step.CannotApply is not null))
            return recipient.Msisdn is null ? MsisdnMissing() : TextTooLong("content.text", steps.Max(step => LongestOn(step.Channel)));
        sequence = new FallbackSequence(steps.ToImmutable());
        return null;
    }

    private static int LongestOn(ChannelName name) => Channel.TryFind(name.Value, out var channel) ? channel.LongestText ?? LongestText : LongestText;

    private static IReadOnlyList<RequestedStep> Asked(IReadOnlyList<RequestedStep>? asked, Subaccount subaccount)
    {
        if (asked is { Count: > 0 })
            return asked;
        if (subaccount.Sequence.Count > 0)
        {
            return
            [
                .. subaccount.Sequence.Select(entry => new RequestedStep
                {
                    Channel = entry.Channel,
                    FallbackAfter = entry.FallbackAfter,
                    SuccessStatus = entry.SuccessStatus,
                    ChannelId = entry.ChannelId,
                }),
            ];
        }
        return subaccount.DefaultChannel is { } channel ? [new RequestedStep { Channel = channel.Value }] : [];
    }

    private Problem? ReadStep(
        IReadOnlyList<RequestedStep> entries, int index, Subaccount subaccount, Recipient recipient, MessageContent content, out FallbackStep? step)
    {
        step = null;
        var entry = entries[index];
        var field = $"channels[{index}]";
        if (!Channel.TryFind(entry?.Channel, out var channel))
            return InvalidFallbackChannel($"{field}.channel", string.Join(", ", Channel.All.Select(known => known.Name)));
        if (entry!.FallbackAfter is { } seconds && (seconds < options.ShortestWindow || seconds > LongestWindow))
            return InvalidFallbackDelay($"{field}.fallbackAfter", options.ShortestWindow, LongestWindow);
        if (subaccount.AccountFor(channel, null) is null)
            return ChannelNotConfigured($"{field}.channel", channel.Name.Value, Configured(subaccount));
        if (subaccount.AccountFor(channel, string.IsNullOrEmpty(entry.ChannelId) ? null : entry.ChannelId) is not { } account)
            return InvalidChannelId($"{field}.channelId", $"is no {channel.Name} account of this subaccount");

        var success = StepRules.DefaultSuccess(account.Best);
        if (!string.IsNullOrEmpty(entry.SuccessStatus))
        {
            if (!Statuses.TryGetValue(entry.SuccessStatus.Trim(), out success))
                return InvalidFallbackStatus($"{field}.successStatus", "Accepted, Sent, Delivered or Read");
            if (success > account.Best)
                return ChannelDoesNotReport($"{field}.successStatus", channel.Name.Value, success, account.Best);
        }
        step = new FallbackStep(
            channel.Name,
            account.Id,
            entry.FallbackAfter is { } window ? TimeSpan.FromSeconds(window) : null,
            success,
            account.Adapter.Traits.TakesIdempotencyKey,
            StepRules.WhyNot(recipient, content.For(channel.Name), channel.TakesChannelUserId, channel.LongestText));
        return null;
    }

    private static string Configured(Subaccount subaccount) => subaccount.Accounts.Count == 0
        ? "none"
        : string.Join(", ", subaccount.Accounts.Select(account => account.Channel.Name.Value).Distinct());
}
