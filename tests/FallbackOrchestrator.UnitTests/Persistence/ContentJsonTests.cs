using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.UnitTests.Persistence;

public class ContentJsonTests
{
    [Fact]
    public void A_text_that_was_stored_by_the_first_version_is_read() => ContentJson
        .Read("""{"sms": {"source": "SHOP", "encoding": "Gsm7"}, "body": {"type": "text", "value": "Hello"}, "fallbackText": "Hi"}""")
        .Should().Be(new MessageContent(new ContentBody.Text("Hello"), "Hi", new SmsSettings(SmsEncoding.Gsm7, "SHOP")));

    [Fact]
    public void A_text_is_stored_as_the_first_version_did() =>
        ContentJson.Write(new MessageContent(new ContentBody.Text("Hello"), "Hi", new SmsSettings(SmsEncoding.Auto, null)))
            .Should().Be("""{"body":{"type":"text","value":"Hello"},"fallbackText":"Hi","sms":{"encoding":"Auto"}}""");

    [Fact]
    public void The_content_of_single_steps_is_stored_by_their_number()
    {
        var umid = new Umid(Guid.Parse("0193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061"));
        var own = new StepContent(new ContentBody.Image(new Uri("https://cdn.example/1.jpg")) { Caption = "Look" });
        var content = new MessageContent(
            new ContentBody.Text("Hello"), null, null, new DirectSend(600), umid, ImmutableDictionary<int, StepContent>.Empty.Add(2, own));

        var written = ContentJson.Write(content);

        written.Should().Be(
            """{"body":{"type":"text","value":"Hello"},"directSend":{"ttlSeconds":600},"replyTo":{"value":"0193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061"},"steps":{"2":{"body":{"type":"image","url":"https://cdn.example/1.jpg","caption":"Look"}}}}""");
        ContentJson.Read(written).For(2).Should().Be(own);
        ContentJson.Read(written).ReplyTo.Should().Be(umid);
    }
}
