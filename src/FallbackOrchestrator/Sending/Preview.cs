using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Sending;

/// <summary>The plan of a message, step by step. Nothing is stored or sent.</summary>
public sealed record PreviewResponse
{
    /// <summary>The recipient, as the service understood it.</summary>
    public required SentTo User { get; init; }

    /// <summary>The time at which the first step would start.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The time at which the message would be given up, if it has an expiry.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<PreviewedStep> Steps { get; init; }

    /// <summary>The warnings that Send would return.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>One step of a previewed message.</summary>
public sealed record PreviewedStep
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The channel account that would be used.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The provider behind it.</summary>
    public required string Provider { get; init; }

    /// <summary>The status at which the step is done.</summary>
    [OneOf<SuccessStatus>(asDeclared: true)]
    public required string SuccessStatus { get; init; }

    /// <summary>The window in seconds; none if only a failure starts the next step, and on the last step.</summary>
    public double? FallbackAfter { get; init; }

    /// <summary>
    /// The time at which the step would start if every window before it were used up and no call had to wait for rate limits. Missing after
    /// a step without a window. A failure starts the step earlier.
    /// </summary>
    public DateTimeOffset? StartsAtLatest { get; init; }

    /// <summary>The time at which its window would then close.</summary>
    public DateTimeOffset? ClosesAtLatest { get; init; }

    /// <summary>The kind of content for the channel.</summary>
    public string? ContentType { get; init; }

    /// <summary>The text that would be sent.</summary>
    public string? Text { get; init; }

    /// <summary>The alphabet and segments of an SMS.</summary>
    public PreviewedSms? Sms { get; init; }

    /// <summary>The reason why the step would be skipped without a call, if it would be skipped.</summary>
    public string? CannotApply { get; init; }
}

/// <summary>The form of an SMS.</summary>
public sealed record PreviewedSms
{
    /// <summary><c>GSM7</c> or <c>UCS2</c>.</summary>
    [OneOf("GSM7", "UCS2")]
    public required string Encoding { get; init; }

    /// <summary>The segments that would be sent and billed.</summary>
    public required int Segments { get; init; }

    /// <summary>True if the text would be cut.</summary>
    public required bool IsCut { get; init; }
}

/// <summary>Plans a message that Send would accept.</summary>
internal sealed class Preview(ChannelCatalog catalog)
{
    public PreviewResponse Of(NewMessage message, IReadOnlyList<string> warnings)
    {
        var startsAt = message.Message.ScheduledAt is { } scheduled && scheduled > message.Message.CreatedAt
            ? scheduled : message.Message.CreatedAt;
        var sequence = message.Message.Sequence;
        var steps = new List<PreviewedStep>();
        DateTimeOffset? latest = startsAt;
        for (var number = 1; number <= sequence.Steps.Length; number++)
        {
            var closes = latest + sequence.WindowOf(number);
            steps.Add(Step(message, number, latest, closes));
            // A skipped step takes no time.
            latest = sequence[number].CannotApply is null ? closes : latest;
        }
        return new PreviewResponse
        {
            User = new SentTo { Msisdn = message.Recipient.Msisdn?.Value, ChannelUserId = message.Recipient.ChannelUserId },
            StartsAt = startsAt,
            ExpiresAt = message.Message.ExpiresAt,
            Steps = steps,
            Warnings = warnings,
        };
    }

    private PreviewedStep Step(NewMessage message, int number, DateTimeOffset? starts, DateTimeOffset? closes)
    {
        var step = message.Message.Sequence[number];
        var view = new PreviewedStep
        {
            Step = number,
            Channel = step.Channel.Value,
            ChannelId = step.Account.Value,
            Provider = catalog.TryFind(step.Account, out var account) ? account.ProviderName : "",
            SuccessStatus = message.Message.Sequence.SuccessOf(number).ToString(),
            FallbackAfter = message.Message.Sequence.WindowOf(number)?.TotalSeconds,
            StartsAtLatest = starts,
            ClosesAtLatest = closes,
            CannotApply = step.CannotApply?.Text,
        };
        return SentContent.Of(step, message.Content.For(number)) is { } sent
            ? view with { ContentType = sent.Kind.ToString(), Text = sent.Text, Sms = sent.Sms is { } sms ? Sms(sms) : null }
            : view with { StartsAtLatest = null, ClosesAtLatest = null };
    }

    private static PreviewedSms Sms(SmsText sms) =>
        new() { Encoding = sms.Encoding.ToString().ToUpperInvariant(), Segments = sms.Segments, IsCut = sms.IsCut };
}
