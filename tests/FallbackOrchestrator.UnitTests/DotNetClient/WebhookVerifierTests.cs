using System.Text;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.StatusWebhooks;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>Which deliveries the client's verifier lets through.</summary>
public sealed class WebhookVerifierTests
{
    private const string Id = "01930000-0000-7000-8000-00000000000c";
    private const string Body = """{"type":"ping","eventType":"ping","text":"Grüße"}""";

    private static readonly SigningSecret Secret = SigningSecret.New();
    private static readonly SigningSecret Other = SigningSecret.New();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public void What_the_service_signs_is_let_through() => Verifying(Secret.Sign(Id, Now, Body)).Should().NotThrow();

    [Fact]
    public void What_the_librarys_authors_sign_is_let_through() =>
        Verifying(new StandardWebhooks.StandardWebhook(Secret.Text).Sign(Id, _time.GetUtcNow(), Body)).Should().NotThrow();

    [Fact]
    public void Anything_else_is_refused()
    {
        Refused(Verifying(Other.Sign(Id, Now, Body)), "No signature is right*");
        Refused(Verifying(Secret.Sign(Id, Now, Body + " ")), "No signature is right*");
        Refused(Verifying(Secret.Sign("another-id", Now, Body)), "No signature is right*");
        Refused(Verifying(Secret.Sign(Id, Now - 1, Body)), "No signature is right*");
        Refused(Verifying(Secret.Sign(Id, Now, Body)[..^2]), "No signature is right*");
        Refused(Verifying("v1,"), "No signature is right*");
        Refused(Verifying("v1a," + Secret.Sign(Id, Now, Body)["v1,".Length..]), "*no signature of version v1");
        Refused(Verifying(""), "*no signature of version v1");
        Refused(Verifying(null), "*no signature of version v1");
    }

    [Fact]
    public void During_a_rotation_one_right_signature_of_several_is_enough_and_one_right_secret_of_several()
    {
        Verifying($"{Other.Sign(Id, Now, Body)} {Secret.Sign(Id, Now, Body)}").Should().NotThrow();
        Verifying($"v2,new {Secret.Sign(Id, Now, Body)}").Should().NotThrow();
        Verifying(Other.Sign(Id, Now, Body), secrets: [Secret.Text, Other.Text]).Should().NotThrow();
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_delivery_is_at_most_five_minutes_old_or_early(int seconds, bool isLetThrough)
    {
        var at = Now - seconds;

        var verifying = Verifying(Secret.Sign(Id, at, Body), timestamp: $"{at}");

        if (isLetThrough)
            verifying.Should().NotThrow();
        else
            Refused(verifying, "*more than 00:05:00 away from the clock of this machine");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("99999999999999999999")]
    public void A_timestamp_is_a_number(string? timestamp) =>
        Refused(Verifying(Secret.Sign(Id, Now, Body), timestamp: timestamp ?? "", noTimestamp: timestamp is null), "The header webhook-timestamp*");

    [Fact]
    public void The_largest_timestamp_is_too_far_away_and_no_crash() =>
        Refused(Verifying(Secret.Sign(Id, Now, Body), timestamp: $"{long.MaxValue}"), "*away from the clock*");

    [Fact]
    public void A_delivery_has_an_id() =>
        FluentActions.Invoking(() => Verifier(Secret.Text).Verify(Bytes(Body), null, $"{Now}", "v1,x"))
            .Should().Throw<WebhookVerificationException>().WithMessage("The header webhook-id is missing");

    [Theory]
    [InlineData("")]
    [InlineData("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2VjcmV0")]
    [InlineData("whsec_not base64 at all but long enough!!")]
    public void A_text_that_is_no_secret_is_refused_and_not_repeated(string text)
    {
        var refused = FluentActions.Invoking(() => new WebhookVerifier(text)).Should().Throw<ArgumentException>().Which;

        if (text.Length > "whsec_".Length)
            refused.Message.Should().NotContain(text["whsec_".Length..]);
    }

    [Fact]
    public void Without_a_secret_there_is_no_verifier() =>
        FluentActions.Invoking(() => new WebhookVerifier([])).Should().Throw<ArgumentException>();

    [Fact]
    public void A_delivery_is_read_after_it_was_verified()
    {
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = Id,
            ["webhook-timestamp"] = $"{Now}",
            ["webhook-signature"] = Secret.Sign(Id, Now, Body),
        };

        var update = Verifier(Secret.Text).Read(Bytes(Body), headers.GetValueOrDefault);

        update.Should().BeOfType<Client.Ping>().Which.Id.Should().Be(Id);
        update.Body.GetProperty("text").GetString().Should().Be("Grüße");
        FluentActions.Invoking(() => Verifier(Other.Text).Read(Bytes(Body), headers.GetValueOrDefault))
            .Should().Throw<WebhookVerificationException>();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static void Refused(Action verifying, string because) =>
        verifying.Should().Throw<WebhookVerificationException>().WithMessage(because);

    private WebhookVerifier Verifier(params string[] secrets) => new(secrets, _time);

    private Action Verifying(string? signature, string? timestamp = null, bool noTimestamp = false, string[]? secrets = null) => () =>
        Verifier(secrets ?? [Secret.Text]).Verify(Bytes(Body), Id, noTimestamp ? null : timestamp ?? $"{Now}", signature);
}
