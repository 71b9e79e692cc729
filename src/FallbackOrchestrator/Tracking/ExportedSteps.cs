using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Tracking;

/// <summary>Reads the steps of a page of an export.</summary>
internal static class ExportedSteps
{
    /// <summary>The steps that were started, by message.</summary>
    /// <param name="db">The context; its connection is open.</param>
    /// <param name="messages">The messages of the page.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public static async Task<ILookup<Guid, ExportedStep>> ReadAsync(
        OrchestratorDbContext db, IReadOnlyList<MessageRow> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return Enumerable.Empty<ExportedStep>().ToLookup(_ => Guid.Empty);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var attempts = await MessageReader.AttemptsAsync(connection, [.. messages.Select(message => message.Id)], cancellationToken);
        Umid[] withSms = [.. attempts.Where(message => message.Any(IsSms)).Select(message => message.Key)];
        var contents = withSms.Length == 0 ? [] : await Contents.LoadAsync(connection, withSms, cancellationToken);
        var steps =
            from message in attempts
            from one in message
            select (Id: message.Key.Value, Step: Step(one, contents.GetValueOrDefault(message.Key)));
        return steps.ToLookup(one => one.Id, one => one.Step);
    }

    private static bool IsSms(ChannelAttempt one) => one.Channel == Channel.Sms.Name;

    private static ExportedStep Step(ChannelAttempt one, MessageContent? content)
    {
        var attempt = one.Attempt;
        var reason = attempt is { LeaveReason: LeaveReason.Nothing, HasFailed: true } ? LeaveReason.Failure : attempt.LeaveReason;
        var error = attempt.HasFailed ? attempt.Failure!.Error : reason == LeaveReason.NotSent ? attempt.LastCallError : null;
        return new ExportedStep
        {
            Step = attempt.Step,
            Channel = one.Channel.Value,
            Status = attempt.StatusText,
            Reason = reason == LeaveReason.Nothing ? null : EnumText.Of(reason),
            ErrorClass = EnumText.Of(error?.Class),
            ErrorCode = error?.Code,
            Segments = IsSms(one) && content is not null ? SmsText.Of(content.For(attempt.Step))?.Segments : null,
        };
    }
}
