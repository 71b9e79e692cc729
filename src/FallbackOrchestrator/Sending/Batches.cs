using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Sending;

/// <summary>A batch, whichever call it came by.</summary>
/// <param name="ClientBatchId">The customer's own id for it.</param>
/// <param name="ListsMessages">True if the response is to list every message.</param>
/// <param name="Notes">Notes about the body.</param>
/// <param name="Entries">Its messages, in order.</param>
internal sealed record ReadBatch(string? ClientBatchId, bool ListsMessages, BodyNotes Notes, IReadOnlyList<BatchEntry> Entries);

/// <summary>One message of a batch.</summary>
/// <param name="User">The recipient, as the request names it.</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="Read">The message, or the problem with it.</param>
internal sealed record BatchEntry(RequestedUser? User, string? ClientMessageId, ParsedSend Read);

/// <summary>Stores batches.</summary>
internal sealed class Batches(SendContextChecks checks, MessageDoor door)
{
    /// <summary>The problem with a batch as a whole; null if there is none.</summary>
    /// <param name="count">The number of its messages; null if it has no list of them.</param>
    /// <param name="clientBatchId">The customer's own id for it.</param>
    public static Problem? WhyNot(int? count, string? clientBatchId) =>
        count is not > 0 ? Problems.MessagesMissing()
        : clientBatchId is { Length: > 100 } ? Problems.ClientBatchIdTooLong()
        : null;

    /// <summary>Stores the messages that can be accepted, in one transaction.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="subaccount">The subaccount of the caller.</param>
    /// <param name="now">The time.</param>
    /// <param name="key">The key of the request, if it has one.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public async Task<CompletedRequest<BatchResponse>> StoreAsync(
        ReadBatch batch, Subaccount subaccount, DateTimeOffset now, RequestKey? key, CancellationToken cancellationToken)
    {
        var id = new Batch(Umid.New(now).Value, batch.ClientBatchId);
        var understood = await checks.CheckAsync(
            [.. batch.Entries.Select((entry, i) => entry.Read.With(batch.Notes.WarningsOf(i)))], subaccount, cancellationToken);
        batch = batch with { Entries = [.. batch.Entries.Zip(understood, (entry, read) => entry with { Read = read })] };
        var accepted = batch.Entries.Select(entry => entry.Read.Message).OfType<NewMessage>()
            .Select(message => message with { Batch = id }).ToList();
        var stored = now;
        if (accepted.Count > 0)
        {
            var response = key is null ? null : new StoredResponse(
                key, at => JsonSerializer.Serialize(Response(batch, id, at), SendJson.Default.BatchResponse));
            stored = await door.AcceptManyAsync(accepted, response, cancellationToken);
        }
        return new CompletedRequest<BatchResponse>(TypedResults.Ok(Response(batch, id, stored)), IsStored: accepted.Count > 0);
    }

    private static BatchResponse Response(ReadBatch batch, Batch id, DateTimeOffset at)
    {
        var accepted = batch.Entries.Count(entry => entry.Read.Message is not null);
        return new BatchResponse
        {
            BatchId = id.Id,
            ClientBatchId = id.ClientBatchId,
            AcceptedCount = accepted,
            RejectedCount = batch.Entries.Count - accepted,
            Messages = batch.ListsMessages ? [.. batch.Entries.Select(entry => Item(entry, at))] : null,
            Warnings = Warnings(batch) is { Count: > 0 } warnings ? warnings : null,
        };
    }

    private static IReadOnlyList<string> Warnings(ReadBatch batch) => batch.ListsMessages
        ? batch.Notes.Warnings
        : [.. batch.Notes.Warnings,
            .. BatchWarnings.Of(batch.Entries.Select((entry, i) => entry.Read.Warnings.Skip(batch.Notes.WarningsOf(i).Count)))];

    private static BatchedMessage Item(BatchEntry entry, DateTimeOffset at) => entry.Read.Message is { } message
        ? new BatchedMessage
        {
            Umid = message.Message.Umid.Value,
            User = new SentTo { Msisdn = message.Recipient.Msisdn?.Value, ChannelUserId = message.Recipient.ChannelUserId },
            ClientMessageId = message.ClientMessageId,
            Status = new BatchedStatus { State = "queued", Timestamp = at },
            Warnings = entry.Read.Warnings.Count > 0 ? entry.Read.Warnings : null,
        }
        : new BatchedMessage
        {
            Umid = Umid.New(at).Value,
            User = entry.User is null ? null : new SentTo { Msisdn = entry.User.Msisdn, ChannelUserId = entry.User.ChannelUserId },
            ClientMessageId = entry.ClientMessageId,
            Status = new BatchedStatus
            {
                State = "rejected",
                Timestamp = at,
                ErrorCode = entry.Read.Problem!.Code,
                ErrorMessage = entry.Read.Problem.Message,
            },
        };
}
