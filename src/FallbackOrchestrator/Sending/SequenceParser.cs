using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Subaccounts;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>Reads the steps of a message, and which of them are possible for its recipient and its content.</summary>
/// <param name="entries">Reads the entries.</param>
/// <param name="subaccount">The subaccount of the caller.</param>
/// <param name="recipient">The recipient.</param>
/// <param name="content">The content.</param>
/// <param name="chance">From 0 to less than 1: decides between accounts with weights.</param>
internal sealed class SequenceParser(
    SequenceEntryParser entries, Subaccount subaccount, Recipient recipient, MessageContent content, double chance)
{
    private readonly List<string> _warnings = [];

    /// <summary>
    /// The content, after <see cref="TryRead"/>. A step whose account cannot send what its channel carries has another content of its own.
    /// </summary>
    public MessageContent Content { get; private set; } = content;

    /// <summary>What the person will miss because of the steps' accounts, after <see cref="TryRead"/>.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>
    /// The steps of a message: those of the request; else the subaccount's sequence that the request names; else its default sequence; else
    /// its default channel.
    /// </summary>
    public static bool TryFind(
        SendRequest request, Subaccount subaccount, out IReadOnlyList<RequestedStep?> steps, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        steps = [];
        if (request.Channels is { Count: > 0 } channels)
            steps = channels;
        else if (!string.IsNullOrEmpty(request.Sequence) && !subaccount.Sequences.ContainsKey(request.Sequence))
            problem = UnknownSequence(
                subaccount.Sequences.Count == 0 ? "none" : string.Join(", ", subaccount.Sequences.Keys.Order(StringComparer.Ordinal)));
        else if (
            (string.IsNullOrEmpty(request.Sequence) ? subaccount.Sequence : subaccount.Sequences[request.Sequence]) is { Count: > 0 } own)
            steps = [.. own.Select(Requested)];
        else if (subaccount.DefaultChannel is { } channel)
            steps = [new RequestedStep { Channel = channel.Value }];
        else
            problem = NoChannel();
        steps = WithSms(steps, request, subaccount);
        return problem is null;
    }

    /// <summary>Reads the steps.</summary>
    public bool TryRead(
        IReadOnlyList<RequestedStep?> requested, [NotNullWhen(true)] out FallbackSequence? sequence,
        [NotNullWhen(false)] out Problem? problem)
    {
        sequence = null;
        if (!entries.TryRead([.. requested.Select(Entry)], "channels", subaccount.Accounts, out var parsed, out problem))
            return false;
        for (var i = 0; i < parsed.Length; i++)
        {
            parsed[i] = Reaching(parsed, i);
            parsed[i] = Drawn(parsed, i);
        }
        var entriesRead = parsed;
        var steps = entriesRead.Select((entry, i) => Step(entry, i + 1, entriesRead)).ToImmutableArray();
        if (steps.All(step => step.CannotApply is not null))
        {
            problem = NothingApplies(steps);
            return false;
        }
        sequence = new FallbackSequence(steps);
        return true;
    }

    private FallbackStep Step(ParsedSequenceEntry entry, int number, ParsedSequenceEntry[] all)
    {
        var channel = entry.Account.Channel;
        var fitting = Fit(entry.Account, number);
        return new FallbackStep(
            channel.Name,
            entry.Account.Id,
            entry.Window,
            entry.Success,
            entry.Account.Adapter.Traits.SupportsIdempotencyKey,
            StepRules.WhyNot(recipient, fitting, channel, entry.Account.Adapter.Traits.Addressing),
            fitting is Fitting.Fits { Body: ContentBody.Audio },
            entry.Account.Adapter.Traits.SupportsRecall,
            entry.Account.Adapter.Traits.SupportsStatusQuery)
        {
            StopOn = FallbackReasons.StopOn(entry.FallbackOn, subaccount.StopsWhenRefused),
            OtherAccounts = entry.IsNamed || !subaccount.FailsOver ? [] : [.. Others(entry, all, fitting)],
        };
    }

    // Rule U10. An account that reports less than the step waits for, or cannot send its content, cannot take over; nor can one that has a
    // step of its own.
    private IEnumerable<StepAccount> Others(ParsedSequenceEntry entry, ParsedSequenceEntry[] all, Fitting fitting) => subaccount.Accounts
        .Where(other => fitting is Fitting.Fits fits && CanStandIn(other, entry, all, fits))
        .Select(other => new StepAccount(
            other.Id,
            other.Adapter.Traits.SupportsIdempotencyKey,
            other.Adapter.Traits.SupportsRecall,
            other.Adapter.Traits.SupportsStatusQuery));

    private bool CanStandIn(ChannelAccount other, ParsedSequenceEntry entry, ParsedSequenceEntry[] all, Fitting.Fits fits) =>
        other.Channel == entry.Account.Channel
        && other.Best >= entry.Success
        && !Array.Exists(all, step => step.Account == other)
        && other.Adapter.WhyNot(fits.Body) is null
        && Reaches(other);

    // Rule S5. An account that cannot address the person gives way to the first of its channel that can.
    private ParsedSequenceEntry Reaching(ParsedSequenceEntry[] all, int index)
    {
        var entry = all[index];
        if (entry.IsNamed || Reaches(entry.Account))
            return entry;
        var other = subaccount.Accounts.FirstOrDefault(account => account.Channel == entry.Account.Channel
            && account.Best >= entry.Success && Reaches(account) && !Array.Exists(all, step => step.Account == account));
        return other is null ? entry : entry with { Account = other };
    }

    private bool Reaches(ChannelAccount account) => account.Channel.Reaches(recipient, account.Adapter.Traits.Addressing);

    // Rule U10. Of several accounts with weights one is drawn, if all of them can send the content.
    private ParsedSequenceEntry Drawn(ParsedSequenceEntry[] all, int index)
    {
        var entry = all[index];
        if (entry.IsNamed || subaccount.AccountWeights.Count == 0
            || ContentRules.Fit(Content.For(index + 1), entry.Account.Channel.Name) is not Fitting.Fits fits)
            return entry;
        var drawable = subaccount.Accounts
            .Where(account => account == entry.Account || CanStandIn(account, entry, all, fits))
            .Select(account => (Account: account, Weight: subaccount.AccountWeights.GetValueOrDefault(account.Id)))
            .ToList();
        var left = chance * drawable.Sum(one => one.Weight);
        foreach (var (account, weight) in drawable)
        {
            if (left < weight)
                return entry with { Account = account };
            left -= weight;
        }
        return entry;
    }

    // What an account cannot send is decided here, once: the step gets a content of its own.
    private Fitting Fit(ChannelAccount account, int number)
    {
        var (own, channel, adapter) = (Content.For(number), account.Channel.Name, account.Adapter);
        if (own.DirectSend is not null && account.Channel.DirectSendLifetime is not null && !adapter.Traits.SupportsDirectSend)
        {
            Warn($"whatsApp.directSend is not used: {account.ProviderName} does not have it");
            Replace(own = own with { DirectSend = null });
        }
        var fitting = ContentRules.Fit(own, channel);
        if (fitting is Fitting.Fits carried && adapter.WhyNot(carried.Body) is not null)
        {
            fitting = ContentRules.Fit(own, channel, adapter.WhyNot);
            if (fitting is Fitting.Fits instead)
            {
                foreach (var warning in instead.Warnings)
                    Warn(warning);
                Replace(own with { Body = instead.Body });
            }
        }
        if (fitting is Fitting.Fits whole && adapter.Loss(whole.Body) is { } loss)
            Warn(loss);
        if (fitting is Fitting.Fits fits && adapter.Reduced(fits.Body) is { } reduced)
        {
            fitting = fits with { Body = reduced };
            Replace(own with { Body = reduced, FallbackText = fits.UsesFallbackText ? ContentText.Of(reduced) : own.FallbackText });
        }
        return fitting;

        void Warn(string text) => _warnings.Add($"channels[{number - 1}] ({channel}): {text}");

        void Replace(StepContent content) => Content = Content with
        {
            Steps = (Content.Steps ?? ImmutableDictionary<int, StepContent>.Empty).SetItem(number, content),
        };
    }

    private static RequestedStep Requested(SequenceEntry entry) => new()
    {
        Channel = entry.Channel,
        FallbackAfter = entry.FallbackAfter,
        SuccessStatus = entry.SuccessStatus,
        ChannelId = entry.ChannelId,
        FallbackOn = entry.FallbackOn,
    };

    private static SequenceEntry? Entry(RequestedStep? step) =>
        step is null ? null : new SequenceEntry(step.Channel, step.FallbackAfter, step.SuccessStatus, step.ChannelId, step.FallbackOn);

    // Rule S11, if the subaccount has set it: some of 8x8's pages show an SMS step that the request asked for only by fallbackText.
    private static IReadOnlyList<RequestedStep?> WithSms(IReadOnlyList<RequestedStep?> steps, SendRequest request, Subaccount subaccount) =>
        subaccount.AppendsSms
        && steps.Count == 1
        && !string.IsNullOrEmpty(request.Content?.FallbackText)
        && Channel.TryFind(steps[0]?.Channel, out var channel)
        && channel != Channel.Sms
        && subaccount.Accounts.Any(account => account.Channel == Channel.Sms)
            ? [.. steps, new RequestedStep { Channel = Channel.Sms.Name.Value }]
            : steps;

    // A missing address is reported first: with the address, the channel might have carried the content.
    private Problem NothingApplies(IEnumerable<FallbackStep> steps)
    {
        if (steps.All(step => step.CannotApply!.Class == ErrorClass.NotReachable))
            return recipient.Msisdn is null ? MsisdnMissing() : ChannelUserIdMissing();
        if (Content is { Steps: null, Body: ContentBody.Text text }
            && steps.Max(step => Channel.ContentOf(step.Channel).LongestText) is { } most && text.Value.Length > most)
        {
            return TextTooLong("content.text", most);
        }
        if (Content.Steps is null && Content.Body is ContentBody.Template
            && !subaccount.Accounts.Any(account => account.Channel.Content.Kinds.Contains(ContentKind.Template)))
        {
            return NoChannelForTemplates(SequenceEntryParser.Served(subaccount.Accounts));
        }
        return ContentNotCarried(string.Join("; ", steps.Select(step => $"{step.Channel}: {step.CannotApply!.Text}")));
    }
}
