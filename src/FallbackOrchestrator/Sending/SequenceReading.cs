using System.Collections.Immutable;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.Subaccounts;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>Reads the steps of a message, and which of them can apply to its recipient and its content.</summary>
internal sealed class SequenceReading(SendOptions options, Subaccount subaccount, Recipient recipient, MessageContent content)
{
    private const int LongestWindow = 86_400;

    /// <summary>The steps that a message has: those that were asked for, else the subaccount's own, else its default channel.</summary>
    public static IReadOnlyList<RequestedStep?> Asked(IReadOnlyList<RequestedStep?>? asked, Subaccount subaccount)
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

    /// <summary>Reads the steps; the problem with them, if there is one.</summary>
    public Problem? TryRead(IReadOnlyList<RequestedStep?> entries, out FallbackSequence? sequence)
    {
        sequence = null;
        if (entries.Count == 0)
            return NoChannel();
        if (entries.Count > FallbackSequence.MostSteps)
            return OutOfRange("channels", $"may have {FallbackSequence.MostSteps} entries at most");
        var steps = ImmutableArray.CreateBuilder<FallbackStep>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (ReadStep(entries[i], i, out var step) is { } problem)
                return problem;
            if (steps.Any(earlier => earlier.Account == step!.Account))
                return InvalidChannelId($"channels[{i}].channelId", $"must differ from that of the earlier {step!.Channel} step");
            steps.Add(step!);
        }
        if (steps.All(step => step.CannotApply is not null))
            return NothingApplies(steps);
        sequence = new FallbackSequence(steps.ToImmutable());
        return null;
    }

    private Problem? ReadStep(RequestedStep? entry, int index, out FallbackStep? step)
    {
        step = null;
        var field = $"channels[{index}]";
        if (!Channel.TryFind(entry?.Channel, out var channel))
        {
            return Channel.IsPublished(entry?.Channel)
                ? ChannelNotConfigured($"{field}.channel", entry!.Channel!.Trim(), Configured())
                : InvalidFallbackChannel($"{field}.channel", string.Join(", ", Channel.All.Select(known => known.Name)));
        }
        if (entry!.FallbackAfter is { } seconds && (seconds < options.ShortestWindow || seconds > LongestWindow))
            return InvalidFallbackDelay($"{field}.fallbackAfter", options.ShortestWindow, LongestWindow);
        if (subaccount.AccountFor(channel, null) is null)
            return ChannelNotConfigured($"{field}.channel", channel.Name.Value, Configured());
        if (subaccount.AccountFor(channel, string.IsNullOrEmpty(entry.ChannelId) ? null : entry.ChannelId) is not { } account)
            return InvalidChannelId($"{field}.channelId", $"is no {channel.Name} account of this subaccount");

        var success = StepRules.DefaultSuccess(account.Best);
        if (!string.IsNullOrEmpty(entry.SuccessStatus))
        {
            if (Checking.Word<SuccessStatus>(entry.SuccessStatus) is not { } asked)
                return InvalidFallbackStatus($"{field}.successStatus", "Accepted, Sent, Delivered or Read");
            if (asked > account.Best)
                return ChannelDoesNotReport($"{field}.successStatus", channel.Name.Value, asked, account.Best);
            success = asked;
        }
        step = new FallbackStep(
            channel.Name,
            account.Id,
            entry.FallbackAfter is { } window ? TimeSpan.FromSeconds(window) : null,
            success,
            account.Adapter.Traits.TakesIdempotencyKey,
            StepRules.WhyNot(recipient, ContentRules.Fit(content.For(index + 1), channel.Name), channel.TakesChannelUserId));
        return null;
    }

    // An address that is missing is said first: with it the content might have been carried.
    private Problem NothingApplies(IEnumerable<FallbackStep> steps)
    {
        if (steps.All(step => step.CannotApply!.Class == ErrorClass.NotReachable))
            return MsisdnMissing();
        if (content is { Steps: null, Body: ContentBody.Text text }
            && steps.Max(step => ChannelContent.Of(step.Channel).LongestText) is { } most && text.Value.Length > most)
        {
            return TextTooLong("content.text", most);
        }
        if (content.Steps is null && content.Body is ContentBody.Template
            && !subaccount.Accounts.Any(account => ChannelContent.Of(account.Channel.Name).Kinds.Contains(ContentKind.Template)))
        {
            return NoChannelForTemplates(Configured());
        }
        return ContentNotCarried(string.Join("; ", steps.Select(step => $"{step.Channel}: {step.CannotApply!.Text}")));
    }

    private string Configured() => subaccount.Accounts.Count == 0
        ? "none"
        : string.Join(", ", subaccount.Accounts.Select(account => account.Channel.Name.Value).Distinct());
}
