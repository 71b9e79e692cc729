using System.Diagnostics;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Makes the calls that the door granted to this replica, and records their results. It never repeats a call; only the door decides that.
/// </summary>
internal sealed partial class Dispatcher(
    GrantedCalls board,
    MessageDoor door,
    AccountGates gates,
    ProviderMetrics metrics,
    ChannelCatalog catalog,
    IHttpClientFactory http,
    AccessTokens tokens,
    ReceiptAddresses addresses,
    Random random,
    TimeProvider time,
    Rules rules,
    ILogger<Dispatcher> logger) : BackgroundService
{
    // Results are recorded in a moment; it takes longer only while the database is unavailable.
    private static readonly TimeSpan LongestRecording = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    private const int TriesInTheirWords = 3;
    private const int TriesInOurWords = 3;

    private readonly CancellationTokenSource _cutOff = new();
    private readonly OncePerMinute _pace = new(time);
    private readonly CancellationTokenSource _over = new();
    private int _running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var call in board.Reader.ReadAllAsync(CancellationToken.None))
        {
            Interlocked.Increment(ref _running);
            _ = RunAsync(call);
        }
    }

    /// <summary>
    /// Admits no more calls, waits 20 seconds for the running ones to end, and records their results. A result that cannot be recorded,
    /// because the database stays unavailable, is logged.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        gates.Close();
        // A call that was just admitted may not have been handed to the dispatcher yet, because the door is still committing its lease. It
        // must be made nevertheless: no other replica can make it, and a lease that expires is an unknown outcome.
        var inTime = await EndedWithinAsync(TimeSpan.FromSeconds(20), () => gates.AreIdle);
        board.Complete();
        if (!inTime)
            await _cutOff.CancelAsync();
        if (ExecuteTask is { } reading)
            await reading;
        if (!await EndedWithinAsync(LongestRecording, () => Volatile.Read(ref _running) == 0 || cancellationToken.IsCancellationRequested))
        {
            await _over.CancelAsync();
            await EndedWithinAsync(TimeSpan.FromSeconds(3), () => Volatile.Read(ref _running) == 0);
        }
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _cutOff.Dispose();
        _over.Dispose();
        base.Dispose();
    }

    // Uses the real clock: a stop must end even if a test controls the time.
    private static async Task<bool> EndedWithinAsync(TimeSpan longest, Func<bool> ended)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!ended())
        {
            if (TimeProvider.System.GetElapsedTime(began) > longest)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        return true;
    }

    private async Task RunAsync(ProviderCallTask call)
    {
        await Task.Yield();
        var gate = gates[call.Step.Account];
        try
        {
            var longest = call.Call.Longest(call.GrantedAt, time.GetElapsedTime(call.Taken), Rules.CallTimeout, rules.Lease);
            var began = time.GetTimestamp();
            CallResult result;
            using (var span = MessageTraces.Start($"call {call.Step.Channel}", ActivityKind.Client, call.TraceParent, call.Umid))
            {
                result = await CallAsync(call, longest);
                Describe(span, call, result);
            }
            var verdict = Verdict(result, hadAllItsTime: longest == Rules.CallTimeout);
            if (longest is not null)
            {
                gate.Outcomes.Count(result, verdict);
                metrics.CallEnded(call.Step, result, time.GetElapsedTime(began));
            }
            gate.CallEnded(call.Umid, verdict);
            if (gate.SomeWait)
                gates.Queued.Raise();
            var ended = new Fact.CallEnded(call.Call.Step, call.Call.Epoch, result, time.GetUtcNow(), random.NextDouble());
            await RecordAsync(call, ended);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static void Describe(Activity? span, ProviderCallTask call, CallResult result) => span?
        .SetTag("step", call.Call.Step)
        .SetTag("account", call.Step.Account.Value)
        .SetTag("result", result.GetType().Name)
        .SetStatus(result is CallResult.Accepted ? ActivityStatusCode.Ok : ActivityStatusCode.Error);

    private async Task<CallResult> CallAsync(ProviderCallTask call, TimeSpan? within)
    {
        if (within is not { } longest)
            return new CallResult.Deferred(AttemptError.Of(ErrorClass.Unavailable, text: "the replica was too late to call"));
        try
        {
            return await HandOverAsync(call, longest);
        }
#pragma warning disable CA1031 // A failure before the request is sent is our own fault, and must neither loop nor keep the slot.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            LogBroken(broken, call.Umid, call.Call.Step);
            return new CallResult.Broken($"{broken.GetType().Name} before the request left");
        }
    }

    private async Task<CallResult> HandOverAsync(ProviderCallTask call, TimeSpan patience)
    {
        if (!catalog.TryFind(call.Step.Account, out var account))
            return new CallResult.Broken("the account is not configured any more");
        if (call.Content is not { } content)
            return new CallResult.Broken("the content was erased");
        var step = content.For(call.Call.Step);
        if (ContentRules.Fit(step, call.Step.Channel) is not Fitting.Fits fits)
            return new CallResult.Broken("the channel does not carry the content any more");
        if (account.Adapter.WhyNot(fits.Body) is { } whyNot)
            return new CallResult.Rejected(AttemptError.Of(ErrorClass.BadRequest, text: whyNot));

        var handover = new Handover(
            new AttemptReference(call.Umid, call.Call.Step),
            call.Recipient,
            fits.Body,
            call.Step.Channel == Channel.Sms.Name ? step.Sms : null,
            addresses.Of(account),
            step.DirectSend,
            call.Quoted)
        {
            Lifetime = call.Call.Lifetime(call.Step.Success, call.GrantedAt, time.GetElapsedTime(call.Taken)),
        };
        return await new ProviderCall(http.CreateClient(ProviderHttp.ClientName), tokens, time, odd => NoteOdd(account.Id, odd))
            .SendAsync(account.Adapter, handover, patience, _cutOff.Token);
    }

    // The result must not be lost: the provider has the message, and only this process knows it. While the database is unavailable,
    // recording is retried often, until the process must end: if a call failed, the next step is to start as soon as the database is back.
    // If recording fails repeatedly for another reason, the cause is the content of the result, so the provider's texts are left out.
    private async Task RecordAsync(ProviderCallTask call, Fact.CallEnded ended)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        for (var refusals = 0; ;)
        {
            try
            {
                await door.RecordPatientlyAsync(call.Umid, [ended], _over.Token).WaitAsync(_over.Token);
                return;
            }
#pragma warning disable CA1031 // Whatever the failure is, the result is recorded again until it is given up with a log entry.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (failure is not (NotStoredException or CommitUnknownException or OperationCanceledException))
                    refusals++;
                if (_over.IsCancellationRequested || refusals == TriesInTheirWords + TriesInOurWords)
                {
                    LogLost(failure, call.Umid, call.Call.Step, ended.Result.GetType().Name);
                    return;
                }
                if (refusals == TriesInTheirWords)
                {
                    LogInOurWords(failure, call.Umid, call.Call.Step, ended.Result.GetType().Name);
                    ended = ended with { Result = ended.Result.InOurWords() };
                }
            }
            await Task.Delay(pause, time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // The rejection of one message proves that the account works. A call that this service ended early proves nothing; a missing response
    // counts only if the provider had the full time.
    private static CircuitSignal Verdict(CallResult result, bool hadAllItsTime) => result switch
    {
        CallResult.Accepted => CircuitSignal.Success,
        CallResult.Rejected => result.SpeaksAgainstAccount ? CircuitSignal.Failure : CircuitSignal.Success,
        _ => hadAllItsTime && result.SpeaksAgainstAccount ? CircuitSignal.Failure : CircuitSignal.Ignored,
    };

    private void NoteOdd(ChannelAccountId account, UnexpectedMembers odd)
    {
        foreach (var member in odd.Names)
        {
            if (_pace.Count($"{account} {member}") is { } count)
                LogOdd(account, member, count);
        }
    }

    [LoggerMessage(2004, LogLevel.Warning,
        "A response of {Account} was read without {Member}, which was not of the documented form; {Count} since the last such line")]
    private partial void LogOdd(ChannelAccountId account, string member, int count);

    [LoggerMessage(2002, LogLevel.Error, "A call failed before the request left: {Umid} step {Step}")]
    private partial void LogBroken(Exception exception, Umid umid, int step);

    [LoggerMessage(2003, LogLevel.Error, "The result of a call is recorded without the provider's text, which cannot be stored: {Umid} step {Step} was {Result}")]
    private partial void LogInOurWords(Exception exception, Umid umid, int step, string result);

    [LoggerMessage(2001, LogLevel.Critical, "The result of a call could not be recorded: {Umid} step {Step} was {Result}")]
    private partial void LogLost(Exception exception, Umid umid, int step, string result);
}
