namespace FallbackOrchestrator.Messages;

/// <summary>The rules by which a step that a customer asks for is resolved before the message is accepted.</summary>
public static class StepRules
{
    /// <summary>What the step must reach when the customer does not say: Delivered, or the channel's best if that is lower.</summary>
    public static SuccessStatus DefaultSuccess(SuccessStatus best) => best < SuccessStatus.Delivered ? best : SuccessStatus.Delivered;

    /// <summary>Why a step cannot apply to a recipient and a content, if it cannot; it is then left without a call.</summary>
    /// <param name="recipient">Whom the message is for.</param>
    /// <param name="body">What the step would send.</param>
    /// <param name="takesChannelUserId">Whether the channel can address somebody by <see cref="Recipient.ChannelUserId"/>.</param>
    /// <param name="longestText">The most characters of a text on the channel, if it has a limit.</param>
    public static AttemptError? WhyNot(Recipient recipient, ContentBody body, bool takesChannelUserId, int? longestText)
    {
        if (recipient.Msisdn is null && !(takesChannelUserId && recipient.ChannelUserId is not null))
            return AttemptError.Of(ErrorClass.NotReachable, text: "the recipient has no address on this channel");
        return body is ContentBody.Text text && text.Value.Length > longestText
            ? AttemptError.Of(ErrorClass.BadRequest, text: $"the text is longer than the channel's {longestText} characters")
            : null;
    }

    /// <summary>What a customer should know of a sequence that is valid and may still surprise.</summary>
    public static IEnumerable<string> Warnings(FallbackSequence sequence, MessageContent content, DateTimeOffset? expiresAt, DateTimeOffset startsAt)
    {
        var sms = new ChannelName("SMS");
        for (var step = 1; step < sequence.Steps.Length; step++)
        {
            if (sequence[step] is { FallbackAfter: null, Success: > SuccessStatus.Accepted } waiting)
            {
                yield return $"channels[{step - 1}] has no fallbackAfter: only a failure moves on, so a message that never becomes "
                    + $"{waiting.Success} stays on {waiting.Channel}";
            }
        }
        if (content.FallbackText is not null && sequence.Steps.All(step => step.Channel != sms))
            yield return "content.fallbackText is used by SMS only, and no step is SMS";
        var windows = sequence.Steps.SkipLast(1).Aggregate(TimeSpan.Zero, (sum, step) => sum + (step.FallbackAfter ?? TimeSpan.Zero));
        if (expiresAt is { } expiry && startsAt + windows >= expiry)
            yield return "expiry comes before the last step could start";
    }
}
