using FallbackOrchestrator.Hosting.Settings;
using FallbackOrchestrator.Persistence.Secrets;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Persistence;

/// <summary>The wrapping key encrypts the keys that encrypt stored secrets.</summary>
public sealed class WrappingKeyTests
{
    private static readonly byte[] Element = [1, 2, 3, 4, 5];

    [Fact]
    public void What_a_key_wraps_only_the_same_key_unwraps()
    {
        var key = Key(1);
        var wrapped = key.Wrap("key-1", Element);

        key.TryUnwrap("key-1", wrapped, out var element).Should().BeTrue();
        element.Should().Equal(Element);
        Key(1).TryUnwrap("key-1", wrapped, out _).Should().BeTrue("it is the same key");
        Key(2).TryUnwrap("key-1", wrapped, out _).Should().BeFalse();
        key.Wrap("key-1", Element).Should().NotEqual(wrapped, "no nonce is used twice");
    }

    [Fact]
    public void A_row_that_was_changed_cut_or_exchanged_is_not_unwrapped()
    {
        var key = Key(1);
        var wrapped = key.Wrap("key-1", Element);

        key.TryUnwrap("key-2", wrapped, out _).Should().BeFalse("it is the row of another id");
        key.TryUnwrap("key-1", wrapped.AsSpan(0, 20), out _).Should().BeFalse();
        key.TryUnwrap("key-1", [], out _).Should().BeFalse();
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            key.TryUnwrap("key-1", changed, out _).Should().BeFalse($"byte {i} was changed");
        }
    }

    [Fact]
    public void The_fingerprint_names_the_key_and_does_not_show_it()
    {
        Key(1).Fingerprint.Should().Be(Key(1).Fingerprint).And.NotBe(Key(2).Fingerprint).And.MatchRegex("^[0-9a-f]{12}$");
        $"{Key(1)}".Should().Be(Key(1).Fingerprint);
    }

    [Theory]
    [InlineData("not base64 at all, and not short either, sir")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void A_key_of_another_form_is_a_mistake_that_says_how_to_make_one_and_does_not_show_it(string text)
    {
        WrappingKey.TryRead(text, out _).Should().BeFalse();

        var mistake = SettingsCheck.Mistakes(Settings(("Secrets:WrappingKey", text)), simulates: false).Should().ContainSingle().Which;
        mistake.Should().StartWith("Secrets:WrappingKey: ").And.Contain("openssl rand -base64 32").And.NotContain(text);
    }

    [Fact]
    public void The_previous_key_only_unwraps()
    {
        var (old, present) = (Text(1), Text(2));
        var keys = WrappingKeys.Read(Settings(("Secrets:WrappingKey", present), ("Secrets:PreviousWrappingKey", old)));

        keys.TryUnwrap("a", Key(1).Wrap("a", Element), out var element).Should().BeTrue();
        element.Should().Equal(Element);
        keys.TryUnwrap("a", Key(3).Wrap("a", Element), out _).Should().BeFalse();
        keys.Current!.Fingerprint.Should().Be(Key(2).Fingerprint);
        WrappingKeys.Read(Settings()).Should().Be(new WrappingKeys(null, null));
    }

    private static string Text(byte seed) => Convert.ToBase64String([.. Enumerable.Repeat(seed, WrappingKey.Bytes)]);

    private static WrappingKey Key(byte seed) => WrappingKey.TryRead(Text(seed), out var key) ? key : throw new InvalidOperationException();

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value))).Build();
}
