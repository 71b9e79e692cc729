using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Subaccounts;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>Reads the steps of a message, and which of them can apply to its recipient and its content.</summary>
internal sealed class SequenceParser(SequenceEntryParser entries, Subaccount subaccount, Recipient recipient, MessageContent content)
{
    /// <summary>
    /// The steps that a message has: those that were asked for, else the subaccount's own of the name that was asked for, else its default
    /// sequence, else its default channel.
    /// </summary>
    public static Problem? TryFind(SendRequest request, Subaccount subaccount, out IReadOnlyList<RequestedStep?> steps)
    {
        if (request.Channels is { Count: > 0 } asked)
        {
            steps = WithSms(asked, request, subaccount);
            return null;
        }
        steps = [];
        var own = subaccount.Sequence;
        if (!string.IsNullOrEmpty(request.Sequence) && !subaccount.Sequences.TryGetValue(request.Sequence, out own))
            return UnknownSequence(subaccount.Sequences.Count == 0 ? "none" : string.Join(", ", subaccount.Sequences.Keys.Order(StringComparer.Ordinal)));
        if (own.Count > 0)
            steps = [.. own.Select(Requested)];
        else if (subaccount.DefaultChannel is { } channel)
            steps = [new RequestedStep { Channel = channel.Value }];
        else
            return NoChannel();
        steps = WithSms(steps, request, subaccount);
        return null;
    }

    /// <summary>Reads the steps; the problem with them, if there is one.</summary>
    public Problem? TryRead(IReadOnlyList<RequestedStep?> asked, out FallbackSequence? sequence)
    {
        sequence = null;
        if (entries.TryRead([.. asked.Select(Entry)], "channels", subaccount.Accounts, out var read) is { } problem)
            return problem;
        var steps = ImmutableArray.CreateBuilder<FallbackStep>(read.Length);
        for (var i = 0; i < read.Length; i++)
        {
            var channel = read[i].Account.Channel;
            var fitting = ContentRules.Fit(content.For(i + 1), channel.Name);
            steps.Add(new FallbackStep(
                channel.Name,
                read[i].Account.Id,
                read[i].Window,
                read[i].Success,
                read[i].Account.Adapter.Traits.SupportsIdempotencyKey,
                StepRules.WhyNot(recipient, fitting, channel.TakesChannelUserId),
                fitting is Fitting.Fits { Body: ContentBody.Audio }));
        }
        if (steps.All(step => step.CannotApply is not null))
            return NothingApplies(steps);
        sequence = new FallbackSequence(steps.MoveToImmutable());
        return null;
    }

    private static RequestedStep Requested(SequenceEntry entry) => new()
    {
        Channel = entry.Channel,
        FallbackAfter = entry.FallbackAfter,
        SuccessStatus = entry.SuccessStatus,
        ChannelId = entry.ChannelId,
    };

    private static SequenceEntry? Entry(RequestedStep? step) =>
        step is null ? null : new SequenceEntry(step.Channel, step.FallbackAfter, step.SuccessStatus, step.ChannelId);

    // Rule S11, where the subaccount wants it: some of 8x8's pages show an SMS step that nobody asked for but by fallbackText.
    private static IReadOnlyList<RequestedStep?> WithSms(IReadOnlyList<RequestedStep?> steps, SendRequest request, Subaccount subaccount) =>
        subaccount.AppendsSms
        && steps.Count == 1
        && !string.IsNullOrEmpty(request.Content?.FallbackText)
        && Channel.TryFind(steps[0]?.Channel, out var channel)
        && channel != Channel.Sms
        && subaccount.Accounts.Any(account => account.Channel == Channel.Sms)
            ? [.. steps, new RequestedStep { Channel = Channel.Sms.Name.Value }]
            : steps;

    // An address that is missing is said first: with it the content might have been carried.
    private Problem NothingApplies(IEnumerable<FallbackStep> steps)
    {
        if (steps.All(step => step.CannotApply!.Class == ErrorClass.NotReachable))
            return MsisdnMissing();
        if (content is { Steps: null, Body: ContentBody.Text text }
            && steps.Max(step => Channel.ContentOf(step.Channel).LongestText) is { } most && text.Value.Length > most)
        {
            return TextTooLong("content.text", most);
        }
        if (content.Steps is null && content.Body is ContentBody.Template
            && !subaccount.Accounts.Any(account => account.Channel.Content.Kinds.Contains(ContentKind.Template)))
        {
            return NoChannelForTemplates(SequenceEntryParser.Served(subaccount.Accounts));
        }
        return ContentNotCarried(string.Join("; ", steps.Select(step => $"{step.Channel}: {step.CannotApply!.Text}")));
    }
}
