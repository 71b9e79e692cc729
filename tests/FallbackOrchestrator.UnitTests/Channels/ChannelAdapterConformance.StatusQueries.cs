using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>The status query (rule L6) of an adapter that has one.</summary>
public abstract partial class ChannelAdapterConformance
{
    private const string OddId = "a/b?c=d&e#f";

    /// <summary>The provider's response that a message of this id was delivered; null if it cannot be asked.</summary>
    protected virtual string? StatusOf(string providerId) => null;

    [Fact]
    public void L6_A_response_counts_only_for_the_id_that_was_asked_for()
    {
        (StatusOf("id") is not null).Should().Be(Adapter().Traits.SupportsStatusQuery);
        if (StatusOf("id") is not { } ours)
            return;

        ReadStatus(ours).Should().BeOfType<StatusQueryResult.Found>().Which.Status.Should().Be(AttemptStatus.Delivered);
        ReadStatus(StatusOf("other")!).Should().BeOfType<StatusQueryResult.Failed>();

        StatusQueryResult ReadStatus(string body) => Adapter().ReadStatus(
            new StatusQuery(A.Reference, "id"), new ProviderResponse(200, Encoding.UTF8.GetBytes(body), RetryAfter: null));
    }

    [Fact]
    public async Task L6_An_odd_id_cannot_lead_a_status_query_to_another_address()
    {
        using var query = Adapter().WriteStatusQuery(new StatusQuery(A.Reference, OddId));
        (query is not null).Should().Be(Adapter().Traits.SupportsStatusQuery);
        if (query is null)
            return;
        using var usual = Adapter().WriteStatusQuery(new StatusQuery(A.Reference, "id"))!;

        query.RequestUri!.Segments.Length.Should().Be(usual.RequestUri!.Segments.Length);
        query.RequestUri.Fragment.Should().BeEmpty();
        var body = query.Content is null ? "" : await query.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        $"{query.RequestUri.AbsoluteUri} {body}".Should().ContainAny(Uri.EscapeDataString(OddId), $"\"{OddId}\"", "a/b?c=d\\u0026e#f");
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"sid":"id","status":"something new","records":[{"message_id":"id","status":"something new"}],"result":{"request_id":"id","delivery_status":{"status":"new"}}}""")]
    [InlineData(401, """{"sid":"id","status":"delivered","records":[{"message_id":"id","status":"delivered"}],"result":{"request_id":"id","delivery_status":{"status":"delivered"}}}""")]
    [InlineData(404, "")]
    [InlineData(429, "")]
    [InlineData(503, "")]
    public void L6_A_response_without_a_known_status_tells_nothing(int status, string body)
    {
        var response = new ProviderResponse(status, Encoding.UTF8.GetBytes(body), RetryAfter: null);

        Adapter().ReadStatus(new StatusQuery(A.Reference, "id"), response).Should().BeOfType<StatusQueryResult.Failed>();
    }
}
