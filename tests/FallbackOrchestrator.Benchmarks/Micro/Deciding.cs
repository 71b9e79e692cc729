using BenchmarkDotNet.Attributes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;
using System.Text.Json;

namespace FallbackOrchestrator.Benchmarks.Micro;

/// <summary>The rules: the decisions about a new message and a receipt.</summary>
[MemoryDiagnoser]
public class Deciding
{
    private readonly Rules _rules = new();
    private readonly Message _new = New();
    private readonly Message _accepted;
    private readonly Fact[] _delivered;

    public Deciding()
    {
        var started = Decision.Decide(_new, [], Sample.Now, _rules).Message;
        var called = Decision.Decide(started, [new Fact.Admitted(1)], Sample.Now, _rules);
        _accepted = Decision.Decide(
            called.Message,
            [new Fact.CallEnded(1, called.Call!.Epoch, new CallResult.Accepted("wamid.1"), Sample.Now)],
            Sample.Now,
            _rules).Message;
        _delivered = [new Fact.ReceiptCame(1, _accepted.Sequence[1].Account, AttemptStatus.Delivered, Sample.Now, ProviderId: "wamid.1")];
    }

    [Benchmark]
    public object Decide_a_new_message() => Decision.Decide(_new, [], Sample.Now, _rules);

    [Benchmark]
    public object Decide_a_receipt() => Decision.Decide(_accepted, _delivered, Sample.Now, _rules);

    [Benchmark]
    public object Decide_the_end_of_a_window() => Decision.Decide(_accepted, [], Sample.Now.AddSeconds(61), _rules);

    private static Message New() => new SendRequestParser(new SendOptions(), _ => null)
        .Read(JsonSerializer.Deserialize(Sample.Send, SendJson.Default.SendRequest)!, Sample.Subaccount, Sample.Now).Message!.Message;
}
