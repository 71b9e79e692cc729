using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Plays the script of a well-formed message's number, in the same way for every provider.</summary>
internal sealed class ScriptPlayer(ReceiptScheduler receipts, CallLog log, IOptions<SimulatorOptions> options, TimeProvider time)
{
    private readonly RecentValues<int> _callsOfMessage = new(options.Value.Remembered);
    private readonly RecentValues<SimulatedMessage> _latest = new(options.Value.Remembered);

    /// <summary>Responds to a call that the provider rejects before it looks at the recipient.</summary>
    public SimulatedResponse Refuse(
        ISimulatedProvider provider, SimulatedResponse response, SimulatedChannel? channel = null, string? to = null,
        string? reference = null)
    {
        log.Add(new RecordedCall(provider.Name, channel, to, reference, ProviderId: null, time.GetUtcNow(), response.Status));
        return response;
    }

    /// <summary>Responds to the call for a message, and schedules its receipts.</summary>
    public async Task<IResult> PlayAsync(HttpContext http, SimulatedMessage message)
    {
        var behaviour = Script.For(message.To, message.Channel);
        if (behaviour.Response is ScriptedResponse.Refuse)
            return Refuse(message, message.Provider.RefuseUnreachable(message));
        if (behaviour.BusyCalls > 0 && CallsOf(message) <= behaviour.BusyCalls)
            return Refuse(message, message.Provider.RefuseBusy(message));

        if (message.ReceiptsTo is not null)
            await ScheduleAsync(message, behaviour);

        _latest.Set(KeyOf(message.Channel, message.To), _ => message);
        var broken = behaviour.Response is ScriptedResponse.Break;
        var response = message.Provider.Accept(message);
        log.Add(new RecordedCall(
            message.Provider.Name, message.Channel, message.To, message.Reference, message.ProviderId, message.At,
            broken ? null : response.Status)
        {
            Quoted = message.Quoted,
            Lifetime = message.Lifetime,
        });
        if (!broken)
            return response;
        http.Abort();
        return Results.Empty;
    }

    /// <summary>The message that a number got last on a channel; null if it got none.</summary>
    public SimulatedMessage? LatestTo(SimulatedChannel channel, string number) =>
        _latest.TryGet(KeyOf(channel, number), out var message) ? message : null;

    /// <summary>Responds to a call that shows a person that a message was read.</summary>
    public SimulatedResponse MarkRead(ISimulatedProvider provider, SimulatedChannel channel, string providerId, SimulatedResponse response)
    {
        log.Add(new RecordedCall(provider.Name, channel, To: null, Reference: null, providerId, time.GetUtcNow(), response.Status));
        return response;
    }

    /// <summary>Responds to a call that repeats an earlier one, which is therefore ignored.</summary>
    public SimulatedResponse Ignore(SimulatedMessage repeated, SimulatedResponse response) => Refuse(repeated, response);

    /// <summary>True if the message has reached the handset by now.</summary>
    public bool IsDelivered(SimulatedMessage message) => Timetable(message, Script.For(message.To, message.Channel))
        .Any(receipt => receipt.Status is SimulatedStatus.Delivered or SimulatedStatus.Read && receipt.At <= time.GetUtcNow());

    private SimulatedResponse Refuse(SimulatedMessage message, SimulatedResponse response) =>
        Refuse(message.Provider, response, message.Channel, message.To, message.Reference);

    // Every call has a new provider id; the reference of a call tells whether it is a repeated call or another message.
    private int CallsOf(SimulatedMessage message) =>
        _callsOfMessage.Set($"{message.Provider.Name} {message.Reference ?? message.To}", calls => calls + 1);

    // Twilio writes "whatsapp:+…", Vonage digits only.
    private static string KeyOf(SimulatedChannel channel, string number) =>
        $"{channel} {number[(number.LastIndexOf(':') + 1)..].Trim().TrimStart('+')}";

    private async Task ScheduleAsync(SimulatedMessage message, Behaviour behaviour)
    {
        var first = behaviour.FirstReceiptBeforeResponse;
        foreach (var (status, at) in Timetable(message, behaviour))
        {
            // The caller may have closed the connection; that does not stop a provider.
            if (first)
                await receipts.PostNowAsync(new PendingReceipt(message, status, at), CancellationToken.None);
            else
                receipts.Schedule(new PendingReceipt(message, status, at));
            first = false;
        }
    }

    // Of a message whose provider stays silent (digit 1), not even the end of its lifetime is reported.
    private List<(SimulatedStatus Status, DateTimeOffset At)> Timetable(SimulatedMessage message, Behaviour behaviour)
    {
        var all = behaviour.Timetable(message.At, options.Value).ToList();
        if (message.Provider.EndsLifetimes && message.At + message.Lifetime is { } end && all.Count > 0)
        {
            all.RemoveAll(receipt => receipt.At > end);
            if (all.All(receipt => receipt.Word is SimulatedStatus.Sent))
                all.Add((SimulatedStatus.Failed, end));
        }
        return all.FindAll(receipt => message.Provider.Reports(message, receipt.Word));
    }
}
