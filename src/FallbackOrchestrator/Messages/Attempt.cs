using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>A step that was started: one try over one channel.</summary>
public sealed record Attempt
{
    /// <summary>The number of the step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The time at which the step was started.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>The place of the account that serves it: 0 for the step's first, see <see cref="FallbackStep.At"/>.</summary>
    public int AccountPlace { get; init; }

    public HandoverState Handover { get; init; } = HandoverState.Queued;

    /// <summary>While queued: the earliest time of the next call.</summary>
    public DateTimeOffset? DispatchAt { get; init; }

    /// <summary>
    /// The number of leases taken so far. A call carries the number of its lease, so that a replica that was paused past its lease changes
    /// nothing.
    /// </summary>
    public int Epoch { get; init; }

    /// <summary>While calling: the time at which the replica's lease ends.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The time at which the latest lease was taken.</summary>
    public DateTimeOffset? LeasedAt { get; init; }

    /// <summary>The time at which the first lease was taken; the step's patience starts here.</summary>
    public DateTimeOffset? FirstCallAt { get; init; }

    /// <summary>The number of calls that ended deferred, or after which another account took over.</summary>
    public int Deferrals { get; init; }

    /// <summary>The number of times that the adapter failed before the request was sent.</summary>
    public int Breaks { get; init; }

    /// <summary>True if a call ended without a usable response. Has no meaning once a status was received.</summary>
    public bool Unknown { get; init; }

    public ResendState Resend { get; init; }

    /// <summary>The epoch of the call that repeats an unknown one.</summary>
    public int? ResendEpoch { get; init; }

    /// <summary>True if the latest call is the resend. Unless it is accepted, the attempt stays unknown.</summary>
    public bool IsResent => ResendEpoch == Epoch;

    public LeaveReason LeaveReason { get; init; }

    /// <summary>
    /// While it is recalled: the time until which the next step waits for the result. It is null again as soon as there is nothing to
    /// recall any more (<see cref="IsUndelivered"/>).
    /// </summary>
    public DateTimeOffset? RecallUntil { get; init; }

    /// <summary>
    /// The time until which the step waits for the response to a status query; in the past once it has ended. Null if the provider was not
    /// asked: it is asked once.
    /// </summary>
    public DateTimeOffset? QueriedUntil { get; init; }

    /// <summary>The highest positive status received.</summary>
    public AttemptStatus BestStatus { get; init; }

    /// <summary>The failure to show, if one was received.</summary>
    public Failure? Failure { get; init; }

    /// <summary>The reason why the latest call was deferred or failed inside the adapter.</summary>
    public AttemptError? LastCallError { get; init; }

    /// <summary>The provider's ids in ordinal order: one, or two after a resend.</summary>
    public ImmutableArray<string> ProviderIds { get; init; } = [];

    /// <summary>The ids of a resend that were delivered (of two at most), in ordinal order; used only after a resend.</summary>
    public ImmutableArray<string> DeliveredIds { get; init; } = [];

    /// <summary>The time since which the attempt's status satisfies its success status, as recorded here.</summary>
    public DateTimeOffset? SuccessSince { get; init; }

    /// <summary>The time at which it was recorded that the attempt was delivered.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The time at which it was recorded that the attempt was read.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>True if a status was received.</summary>
    public bool HasStatus => BestStatus != AttemptStatus.None || Failure is not null;

    /// <summary>The highest status received, positive or a failure; <see cref="AttemptStatus.None"/> if none was received.</summary>
    public AttemptStatus Status =>
        Failure is { } failure && StatusLadder.Rung(failure.Status) > StatusLadder.Rung(BestStatus) ? failure.Status : BestStatus;

    /// <summary>
    /// The status that customers see. Before the first status it is <c>queued</c>, or <c>unknown</c> if the provider may have accepted a
    /// call.
    /// </summary>
    public string StatusText => Unknown && Status == AttemptStatus.None ? "unknown" : TextOf(Status);

    /// <summary>A status as customers see it.</summary>
    public static string TextOf(AttemptStatus status) => status == AttemptStatus.None ? "queued" : EnumText.Of(status);

    /// <summary>True if the attempt's status is a failure.</summary>
    public bool HasFailed => StatusLadder.IsFailure(Status);

    /// <summary>True if the step may still succeed in time: it was not left, not rejected, and has not failed.</summary>
    public bool IsOpen => LeaveReason == LeaveReason.Nothing && !HasFailed
        && Handover is HandoverState.Queued or HandoverState.Calling or HandoverState.HandedOver;

    /// <summary>True if the provider may already have accepted a call of it while it is queued.</summary>
    public bool MayHaveBeenTaken => Unknown || Resend == ResendState.Pending;

    /// <summary>True if the provider has it, or may have it, and may still deliver it.</summary>
    public bool IsUndelivered =>
        Handover == HandoverState.HandedOver && StatusLadder.Rung(Status) <= StatusLadder.Rung(AttemptStatus.Sent);

    /// <summary>
    /// The time at which the window opened: the lease of the call that handed the attempt over. Null after a deferred call.
    /// </summary>
    public DateTimeOffset? OpensAt =>
        Handover is HandoverState.Calling or HandoverState.HandedOver or HandoverState.Refused ? LeasedAt : null;

    /// <summary>
    /// Takes the attempt out of the queue, if it is there. A call that may have reached the provider is not withdrawn; only its resend or
    /// its repeat is.
    /// </summary>
    public Attempt Withdrawn() => Handover != HandoverState.Queued ? this : this with
    {
        Handover = MayHaveBeenTaken ? HandoverState.HandedOver : HandoverState.Withdrawn,
        Resend = Resend == ResendState.Pending ? ResendState.None : Resend,
        DispatchAt = null,
    };

    /// <summary>Joins a status into the attempt. The order, repetition and grouping of statuses make no difference.</summary>
    public Attempt WithStatus(AttemptStatus status, DateTimeOffset? at, AttemptError? error, string? providerId)
    {
        var joined = this;
        if (StatusLadder.IsFailure(status))
            joined = joined with { Failure = Failure.MoreSpecific(Failure,
                new Failure(status, at, error ?? AttemptError.Of(ErrorClass.Other))) };
        else if (StatusLadder.Rung(status) > StatusLadder.Rung(BestStatus))
            joined = joined with { BestStatus = status };
        if (providerId is null)
            return joined;
        if (Resend == ResendState.Called && StatusLadder.Rung(status) >= StatusLadder.Rung(AttemptStatus.Delivered))
            joined = joined with { DeliveredIds = With(joined.DeliveredIds, providerId) };
        return joined.WithProviderId(providerId);
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
