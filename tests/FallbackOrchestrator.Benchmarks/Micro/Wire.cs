using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.Benchmarks.Micro;

/// <summary>What comes in and goes out: a Send, its response, the body of a status webhook.</summary>
[MemoryDiagnoser]
public class Wire
{
    private readonly SendRequestParser _reading = new(new SendOptions(), _ => null);
    private readonly SendRequest _request = JsonSerializer.Deserialize(Sample.Send, SendJson.Default.SendRequest)!;
    private readonly SendResponse _response = new()
    {
        Umid = Guid.Parse("0195f000-0000-7000-8000-000000000001"),
        User = new SentTo { Msisdn = "+6591234567" },
        Status = new SentStatus { State = "queued", Timestamp = Sample.Now },
    };
    private readonly MessageChange _change;

    public Wire()
    {
        var rules = new Rules();
        var message = _reading.Read(_request, Sample.Subaccount, Sample.Now).Message!;
        var started = Decision.Decide(message.Message, [], Sample.Now, rules).Message;
        var called = Decision.Decide(started, [new Fact.Admitted(1)], Sample.Now, rules).Message;
        var delivered = Decision.Decide(
            called, [new Fact.ReceiptCame(1, called.Sequence[1].Account, AttemptStatus.Delivered, Sample.Now)], Sample.Now, rules);
        _change = new MessageChange(called, delivered, message.Recipient, null, null, null, Sample.Now);
    }

    [Benchmark]
    public object? Parse_a_Send() => JsonSerializer.Deserialize(Sample.Send, SendJson.Default.SendRequest);

    [Benchmark]
    public object Read_and_check_a_Send() => _reading.Read(_request, Sample.Subaccount, Sample.Now);

    [Benchmark]
    public object Write_a_response() => JsonSerializer.SerializeToUtf8Bytes(_response, SendJson.Default.SendResponse);

    [Benchmark]
    public object Write_a_status_webhook() =>
        PublishedReceipts.Write(PublishedReceipts.Of(_change).First(), _change, WebhookFormat.Receipt9);
}
