using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.UnitTests.Subaccounts;

public sealed class ApiKeyTests
{
    [Fact]
    public void A_new_key_names_itself_and_nobody_can_guess_it()
    {
        var keys = Enumerable.Range(0, 1_000).Select(_ => ApiKey.New()).ToList();

        keys.Should().AllSatisfy(made => made.Key.Should().MatchRegex($"^fo_{made.Id}_[0-9A-Za-z]{{40}}$"));
        keys.Select(made => made.Id).Should().OnlyHaveUniqueItems();
        (40 * Math.Log2(62)).Should().BeGreaterThan(160, "bits of the secret");
        keys.SelectMany(made => made.Key[^40..]).Distinct().Should().HaveCount(62, "every letter and digit comes up");
    }

    [Fact]
    public void Only_the_SHA_256_of_a_key_is_stored()
    {
        KeyHash.Of("Clé").ToArray().Should().Equal(SHA256.HashData(Encoding.UTF8.GetBytes("Clé")));
        KeyHash.Stored(KeyHash.Of("Clé").ToArray()).Should().Be(KeyHash.Of("Clé"));
        KeyHash.Of(new string('ﷺ', KeyHash.LongestKey)).Should().NotBe(default(KeyHash), "the longest key of the longest characters fits");
    }

    [Fact]
    public void Finding_a_key_allocates_nothing()
    {
        var (_, key) = ApiKey.New();
        var keys = Enumerable.Range(0, 100).Select(
            _ => KeyHash.Of(ApiKey.New().Key)).Append(KeyHash.Of(key)).ToFrozenDictionary(hash => hash);
        var header = $"Bearer {key}";
        var found = keys.ContainsKey(KeyHash.Of(header.AsSpan(7))); // What is compiled or made once is made.

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            found &= keys.ContainsKey(KeyHash.Of(header.AsSpan(7)));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100, "it is done for every request");
        found.Should().BeTrue();
    }
}
