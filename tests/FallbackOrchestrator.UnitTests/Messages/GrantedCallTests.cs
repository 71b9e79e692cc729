using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>How long a call that was granted may last, and when it must not be begun any more.</summary>
public class GrantedCallTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(21.9, 8)]
    [InlineData(22, null)] // it could last until the lease lapses
    [InlineData(600, null)]
    public void U7_A_call_whose_lease_could_expire_meanwhile_is_not_started(double waited, int? longest) =>
        Longest(window: null, waited).Should().Be(longest is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    [Theory]
    [InlineData(60, 0, 8.0)]
    [InlineData(8, 0, 8.0)]
    [InlineData(8, 1, 7.0)]
    [InlineData(3, 0, 3.0)]
    [InlineData(3, 2.5, 0.5)]
    [InlineData(3, 2.9995, null)] // too short for any call
    [InlineData(3, 3, null)]
    [InlineData(3, 10, null)]
    public void U6_A_call_never_passes_the_end_of_its_window(int window, double waited, double? longest) =>
        Longest(window, waited).Should().Be(longest is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    [Theory]
    [InlineData(60, null, 0, 55.0)]
    [InlineData(60, null, 2, 53.0)]
    [InlineData(60, null, 0.004, 55.0)]
    [InlineData(60, 30, 0.25, 29.75)]
    [InlineData(60, 30, 0, 30.0)]
    [InlineData(60, 57, 0, 55.0)]
    [InlineData(null, 90, 1, 89.0)]
    [InlineData(null, null, 0, null)]
    [InlineData(5, null, 0, 0.0)]
    [InlineData(60, 1, 2, 0.0)]
    public void L5_A_provider_stops_trying_before_the_window_ends_and_never_after_the_expiry(
        int? window, int? expiry, double waited, double? lifetime) =>
        Lifetime(SuccessStatus.Delivered, window, expiry, waited).Should()
            .Be(lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    [Theory]
    [InlineData(SuccessStatus.Accepted, false)]
    [InlineData(SuccessStatus.Sent, false)]
    [InlineData(SuccessStatus.Delivered, true)]
    [InlineData(SuccessStatus.Read, true)]
    public void L5_A_lower_success_has_no_lifetime_whose_end_would_be_a_failure_of_what_is_done(SuccessStatus success, bool isLimited) =>
        Lifetime(success, window: 60, expiry: 90, waited: 0).HasValue.Should().Be(isLimited);

    private static TimeSpan? Lifetime(SuccessStatus success, int? window, int? expiry, double waited) =>
        new GrantedCall(1, 1, window is { } open ? A.Start.AddSeconds(open) : null)
        {
            ExpiresAt = expiry is { } seconds ? A.Start.AddSeconds(seconds) : null,
        }
        .Lifetime(success, A.Start, TimeSpan.FromSeconds(waited));

    private static TimeSpan? Longest(int? window, double waited) =>
        new GrantedCall(1, 1, window is { } seconds ? A.Start.AddSeconds(seconds) : null).Longest(
            A.Start, TimeSpan.FromSeconds(waited), Timeout, Lease);
}
