using System.Net;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Subaccounts;

public sealed class FailedAuthenticationsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FailedAuthentications _wrong;

    public FailedAuthenticationsTests() => _wrong = new FailedAuthentications(Options.Create(new FailedAuthenticationOptions()), _time);

    [Fact]
    public void Twenty_in_a_minute_are_checked_and_then_one_every_three_seconds()
    {
        Enumerable.Range(0, 20).Select(_ => Count("192.0.2.1")).ToList().Should().OnlyContain(seconds => seconds == null);
        Count("192.0.2.1").Should().Be(3);
        _time.Advance(TimeSpan.FromSeconds(3));
        Count("192.0.2.1").Should().BeNull();
        Count("192.0.2.1").Should().Be(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        Count("192.0.2.1").Should().BeNull();
    }

    [Theory]
    [InlineData("192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", true)]
    public void Every_spelling_of_an_address_counts_as_one_address(string other, bool isSame)
    {
        for (var i = 0; i < 30; i++)
            Count("192.0.2.1");

        (Count(other) is not null).Should().Be(isSame);
    }

    [Fact]
    public void All_addresses_of_one_network_of_IPv6_count_as_one()
    {
        for (var i = 0; i < 20; i++)
            Count($"2001:db8:1:2::{i + 1:x}").Should().BeNull();

        Count("2001:db8:1:2:ffff::1").Should().NotBeNull();
        Count("2001:db8:1:3::1").Should().BeNull();
    }

    [Fact]
    public void Each_purpose_is_counted_separately_and_a_check_counts_nothing()
    {
        for (var i = 0; i < 30; i++)
            Count("192.0.2.1");

        _wrong.IsClosedFor(From("192.0.2.1"), "keys").Should().Be(3);
        _wrong.IsClosedFor(From("192.0.2.1"), "dashboard").Should().BeNull();
        _wrong.Count(From("192.0.2.1"), "dashboard").Should().BeNull();
    }

    private int? Count(string address) => _wrong.Count(From(address), "keys");

    private static DefaultHttpContext From(string address)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return http;
    }
}
