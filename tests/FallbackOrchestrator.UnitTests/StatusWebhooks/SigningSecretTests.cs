using System.Text;
using FallbackOrchestrator.StatusWebhooks;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

public class SigningSecretTests
{
    // The example of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md and its libraries.
    private const string Published = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    [Fact]
    public void Signs_as_the_published_example_does() =>
        SigningSecret.Parse(Published).Sign(Id, Timestamp, Body).Should().Be(Signature);

    [Fact]
    public void A_new_secret_can_be_read_again_and_is_like_no_other()
    {
        var secret = SigningSecret.New();

        SigningSecret.Parse(secret.Text).Sign(Id, Timestamp, Body).Should().Be(secret.Sign(Id, Timestamp, Body));
        SigningSecret.New().Text.Should().NotBe(secret.Text);
    }

    [Fact]
    public void A_secret_does_not_show_itself() => SigningSecret.Parse(Published).ToString().Should().Be("whsec_***");

    [Theory]
    [InlineData(23)]
    [InlineData(65)]
    public void A_secret_of_the_wrong_length_is_rejected(int bytes)
    {
        var parse = () => SigningSecret.Parse("whsec_" + Convert.ToBase64String(new byte[bytes]));

        parse.Should().Throw<FormatException>();
    }

    [Fact]
    public void Both_secrets_sign_while_the_old_one_is_valid_and_then_only_the_new_one()
    {
        var webhook = A.Webhook with { PreviousSecret = SigningSecret.Parse(Published), PreviousUntil = Now.AddHours(24) };

        webhook.Sign(Id, Now, Body).Split(' ').Should().HaveCount(2).And.HaveElementAt(1, Signature);
        webhook.Sign(Id, Now.AddHours(24), Body).Split(' ').Should().ContainSingle().Which.Should().NotBe(Signature);
    }

    private static class A
    {
        public static readonly Webhook Webhook = new()
        {
            Id = Guid.Empty,
            Account = default,
            Subaccount = "*",
            Type = "CADR",
            Url = new Uri("https://shop.example/dlr"),
            Format = WebhookFormat.Receipt9,
            Secret = SigningSecret.Parse("whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("a secret of thirty-two bytes, ok"))),
        };
    }
}
