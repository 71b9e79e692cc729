using System.Collections.Immutable;
using System.Text.Json;

namespace FallbackOrchestrator.Messages;

/// <summary>How far an attempt is from its provider.</summary>
public enum HandoverState
{
    /// <summary>Waiting for the account's limits, or for the next try.</summary>
    Queued,

    /// <summary>A replica holds the lease and is calling.</summary>
    Calling,

    /// <summary>The provider has it, or may have it.</summary>
    HandedOver,

    /// <summary>Refused, by the provider or by ourselves.</summary>
    Refused,

    /// <summary>Never handed over: every call was deferred until the step's patience was over.</summary>
    NotSent,

    /// <summary>Taken out of the queue because the message had an outcome, or the step was skipped.</summary>
    Withdrawn,
}

/// <summary>How a step was left. A step once left is never waited for again.</summary>
public enum LeaveReason
{
    /// <summary>It was not left.</summary>
    Nothing,

    /// <summary>Its window or its patience was over, and the provider had it or may have had it.</summary>
    Deadline,

    /// <summary>It could not be handed over in its patience.</summary>
    NotSent,

    /// <summary>Somebody asked for the next step.</summary>
    Skip,

    /// <summary>It failed.</summary>
    Failure,
}

/// <summary>The one resend that an unknown outcome on the last step may have.</summary>
public enum ResendState
{
    None,

    /// <summary>Decided, not called yet.</summary>
    Pending,

    /// <summary>Called: the person may get the message twice.</summary>
    Called,

    /// <summary>Decided, and not made: the account could not be called in time.</summary>
    GivenUp,
}

/// <summary>A failure that was heard: its word, its time and its reason.</summary>
/// <param name="Status">Rejected, Undelivered, LifetimeOver or Recalled.</param>
/// <param name="At">The provider's time, or that of the answer that refused the call; null where it gave none, or one without a zone.</param>
/// <param name="Error">The reason.</param>
public sealed record Failure(AttemptStatus Status, DateTimeOffset? At, AttemptError Error)
{
    /// <summary>
    /// Of two failures the one to show. The more telling reason: a known class, then <see cref="ErrorClass.Other"/> with a code or words,
    /// then none. Among equals the earlier, one without a time last; ties by the lower code. A total order, so that joining is order-independent.
    /// </summary>
    public static Failure MoreSpecific(Failure? one, Failure other)
    {
        if (one is null)
            return other;
        var order = Silence(one.Error).CompareTo(Silence(other.Error));
        if (order == 0) order = (one.At ?? DateTimeOffset.MaxValue).CompareTo(other.At ?? DateTimeOffset.MaxValue);
        if (order == 0) order = one.Error.Code.CompareTo(other.Error.Code);
        if (order == 0) order = string.CompareOrdinal(one.Error.ProviderCode, other.Error.ProviderCode);
        if (order == 0) order = one.Status.CompareTo(other.Status);
        if (order == 0) order = one.Error.Class.CompareTo(other.Error.Class);
        if (order == 0) order = string.CompareOrdinal(one.Error.Text, other.Error.Text);
        return order <= 0 ? one : other;
    }

    // How little a reason tells.
    private static int Silence(AttemptError error) =>
        error.Class != ErrorClass.Other ? 0 : error is { ProviderCode: null, Text: null } ? 2 : 1;
}

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

    public LeaveReason LeftBecause { get; init; }

    /// <summary>The highest positive word heard.</summary>
    public AttemptStatus BestStatus { get; init; }

    /// <summary>The failure to show, if one was heard.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Why the latest call was deferred or broke.</summary>
    public AttemptError? LastCallError { get; init; }

    /// <summary>The provider's ids in ordinal order: one, or two after a resend.</summary>
    public ImmutableArray<string> ProviderIds { get; init; } = [];

    /// <summary>Of the two ids that a resend leads to, those that were delivered, in ordinal order; kept only where there was a resend.</summary>
    public ImmutableArray<string> DeliveredIds { get; init; } = [];

    /// <summary>Since when the attempt has stood at its success, by the record.</summary>
    public DateTimeOffset? SuccessSince { get; init; }

    /// <summary>Whether a word has been heard.</summary>
    public bool HasStatus => BestStatus != AttemptStatus.None || Failure is not null;

    /// <summary>The highest word heard, of either kind; <see cref="AttemptStatus.None"/> while nothing was heard.</summary>
    public AttemptStatus Status => Failure is { } failure && StatusLadder.Rung(failure.Status) > StatusLadder.Rung(BestStatus) ? failure.Status : BestStatus;

    /// <summary>The status in the words that people see; until a word is heard, <c>queued</c>, or <c>unknown</c> if a call may have been taken.</summary>
    public string StatusText => Status == AttemptStatus.None
        ? Unknown ? "unknown" : "queued"
        : JsonNamingPolicy.CamelCase.ConvertName(Status.ToString());

    /// <summary>Whether the attempt's status is a failure.</summary>
    public bool HasFailed => StatusLadder.IsFailure(Status);

    /// <summary>Whether its step may still succeed in time: it was neither left nor refused, and did not fail.</summary>
    public bool IsOpen => LeftBecause == LeaveReason.Nothing && !HasFailed
        && Handover is HandoverState.Queued or HandoverState.Calling or HandoverState.HandedOver;

    /// <summary>Whether, while it is queued, a call of it may have been taken already.</summary>
    public bool MayHaveBeenTaken => Unknown || Resend == ResendState.Pending;

    /// <summary>When the window opened: at the lease of the call that handed the attempt over. A deferred call leaves none.</summary>
    public DateTimeOffset? OpensAt => Handover is HandoverState.Calling or HandoverState.HandedOver or HandoverState.Refused ? LeasedAt : null;

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
            heard = heard with { Failure = Failure.MoreSpecific(Failure, new Failure(word, at, error ?? AttemptError.Of(ErrorClass.Other))) };
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
