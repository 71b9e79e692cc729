using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>One try over one channel: a step of a message that has been started.</summary>
public sealed record Attempt
{
    /// <summary>The step's number, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>When the step was started.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    public HandoverState Handover { get; init; } = HandoverState.Queued;

    /// <summary>While queued: not to be called before this.</summary>
    public DateTimeOffset? DispatchAt { get; init; }

    /// <summary>Leases taken so far. A call carries its number, which fences a replica that was paused past its lease.</summary>
    public int Epoch { get; init; }

    /// <summary>While calling: when the replica's right to call is over.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When the latest lease was taken.</summary>
    public DateTimeOffset? LeasedAt { get; init; }

    /// <summary>When the first lease was taken; the step's patience counts from here.</summary>
    public DateTimeOffset? FirstCallAt { get; init; }

    /// <summary>Calls that ended deferred.</summary>
    public int Deferrals { get; init; }

    /// <summary>Times that the adapter broke before the request left.</summary>
    public int Breaks { get; init; }

    /// <summary>Whether a call ended without a usable answer. Means nothing once a word has been heard.</summary>
    public bool Unknown { get; init; }

    public ResendState Resend { get; init; }

    /// <summary>The epoch of the resend's call.</summary>
    public int? ResendEpoch { get; init; }

    /// <summary>Whether the latest call is the resend: whatever it answers short of acceptance leaves the attempt unknown.</summary>
    public bool IsResent => ResendEpoch == Epoch;

    public LeaveReason LeaveReason { get; init; }

    /// <summary>The highest positive word heard.</summary>
    public AttemptStatus BestStatus { get; init; }

    /// <summary>The failure to show, if one was heard.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Why the latest call was deferred or broke.</summary>
    public AttemptError? LastCallError { get; init; }

    /// <summary>The provider's ids in ordinal order: one, or two after a resend.</summary>
    public ImmutableArray<string> ProviderIds { get; init; } = [];

    /// <summary>
    /// Of the two ids that a resend leads to, those that were delivered, in ordinal order; kept only where there was a resend.
    /// </summary>
    public ImmutableArray<string> DeliveredIds { get; init; } = [];

    /// <summary>Since when the attempt has stood at its success, by the record.</summary>
    public DateTimeOffset? SuccessSince { get; init; }

    /// <summary>Whether a word has been heard.</summary>
    public bool HasStatus => BestStatus != AttemptStatus.None || Failure is not null;

    /// <summary>The highest word heard, of either kind; <see cref="AttemptStatus.None"/> while nothing was heard.</summary>
    public AttemptStatus Status =>
        Failure is { } failure && StatusLadder.Rung(failure.Status) > StatusLadder.Rung(BestStatus) ? failure.Status : BestStatus;

    /// <summary>
    /// The status that customers see. Before the first status that is <c>queued</c>, or <c>unknown</c> if the provider may have taken a
    /// call.
    /// </summary>
    public string StatusText => Unknown && Status == AttemptStatus.None ? "unknown" : TextOf(Status);

    /// <summary>A status as customers see it.</summary>
    public static string TextOf(AttemptStatus status) => status == AttemptStatus.None ? "queued" : EnumText.Of(status);

    /// <summary>Whether the attempt's status is a failure.</summary>
    public bool HasFailed => StatusLadder.IsFailure(Status);

    /// <summary>Whether its step may still succeed in time: it was neither left nor refused, and did not fail.</summary>
    public bool IsOpen => LeaveReason == LeaveReason.Nothing && !HasFailed
        && Handover is HandoverState.Queued or HandoverState.Calling or HandoverState.HandedOver;

    /// <summary>Whether, while it is queued, a call of it may have been taken already.</summary>
    public bool MayHaveBeenTaken => Unknown || Resend == ResendState.Pending;

    /// <summary>When the window opened: at the lease of the call that handed the attempt over. A deferred call leaves none.</summary>
    public DateTimeOffset? OpensAt =>
        Handover is HandoverState.Calling or HandoverState.HandedOver or HandoverState.Refused ? LeasedAt : null;

    /// <summary>
    /// Takes the attempt out of the queue, if it is there. What may have reached the provider is not withdrawn; only the resend or the
    /// repeat of it is dropped.
    /// </summary>
    public Attempt Withdrawn() => Handover != HandoverState.Queued ? this : this with
    {
        Handover = MayHaveBeenTaken ? HandoverState.HandedOver : HandoverState.Withdrawn,
        Resend = Resend == ResendState.Pending ? ResendState.None : Resend,
        DispatchAt = null,
    };

    /// <summary>Joins a word into the attempt. Order, repetition and grouping make no difference.</summary>
    public Attempt WithStatus(AttemptStatus word, DateTimeOffset? at, AttemptError? error, string? providerId)
    {
        var heard = this;
        if (StatusLadder.IsFailure(word))
            heard = heard with { Failure = Failure.MoreSpecific(Failure,
                new Failure(word, at, error ?? AttemptError.Of(ErrorClass.Other))) };
        else if (StatusLadder.Rung(word) > StatusLadder.Rung(BestStatus))
            heard = heard with { BestStatus = word };
        if (providerId is null)
            return heard;
        if (Resend == ResendState.Called && StatusLadder.Rung(word) >= StatusLadder.Rung(AttemptStatus.Delivered))
            heard = heard with { DeliveredIds = With(heard.DeliveredIds, providerId) };
        return heard.WithProviderId(providerId);
    }

    /// <summary>Adds a provider's id.</summary>
    public Attempt WithProviderId(string providerId)
    {
        var ids = With(ProviderIds, providerId);
        return ids == ProviderIds ? this : this with { ProviderIds = ids };
    }

    private static ImmutableArray<string> With(ImmutableArray<string> ids, string id)
    {
        var place = ids.BinarySearch(id, StringComparer.Ordinal);
        return place >= 0 ? ids : ids.Insert(~place, id);
    }
}
