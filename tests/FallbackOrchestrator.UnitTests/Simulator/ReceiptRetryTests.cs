namespace FallbackOrchestrator.UnitTests.Simulator;

/// <summary>What the fake providers do when the service does not take a receipt.</summary>
public sealed class ReceiptRetryTests
{
    [Theory]
    [InlineData("meta")]
    [InlineData("vonage")]
    [InlineData("twilio")]
    public async Task A_receipt_is_posted_again_with_growing_pauses_until_it_is_taken(string provider)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);
        world.Respond = _ => world.Posted.Count <= 7 ? 503 : 200;

        await world.Http.SendAsync(caller.Text(world, caller.Number(2)));
        await world.PlayToTheEndAsync();

        Pauses(world).Should().Equal(1, 2, 4, 8, 16, 30, 30);
        world.Posted.Select(caller.Word).Distinct().Should().ContainSingle();
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("vonage")]
    [InlineData("twilio")]
    public async Task A_receipt_whose_connection_broke_is_posted_again(string provider)
    {
        await using var world = await SimulatorWorld.StartAsync();
        var caller = Caller.Of(provider);
        world.Respond = _ => world.Posted.Count == 1 ? null : 200;

        await world.Http.SendAsync(caller.Text(world, caller.Number(2)));
        await world.PlayToTheEndAsync();

        Pauses(world).Should().Equal(1);
        world.Log.Receipts().Select(receipt => receipt.Status).Should().Equal(null, 200);
    }

    [Fact]
    public async Task A_receipt_keeps_the_time_of_its_event_however_late_it_is_taken()
    {
        await using var world = await SimulatorWorld.StartAsync();
        world.Respond = _ => world.Posted.Count == 1 ? 500 : 200;
        var caller = new MetaCaller();

        await world.Http.SendAsync(caller.Text(world, caller.Number(2)));
        await world.PlayToTheEndAsync();

        world.Posted[1].Body.Should().Equal(world.Posted[0].Body);
    }

    [Fact]
    public async Task A_receipt_that_is_not_accepted_is_given_up_after_ten_minutes()
    {
        await using var world = await SimulatorWorld.StartAsync();
        world.Respond = _ => 500;
        var caller = new MetaCaller();

        await world.Http.SendAsync(caller.Text(world, caller.Number(2)));
        await world.PlayToTheEndAsync();

        world.Receipts.Pending.Should().Be(0);
        (world.Posted[^1].At - world.Posted[0].At).Should().BeCloseTo(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30))
            .And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task The_pauses_are_a_setting()
    {
        await using var world = await SimulatorWorld.StartAsync(("RetryAfter:0", "00:00:05"), ("GiveUpAfter", "00:00:12"));
        world.Respond = _ => 500;
        var caller = new MetaCaller();

        await world.Http.SendAsync(caller.Text(world, caller.Number(2)));
        await world.PlayToTheEndAsync();

        Pauses(world).Should().Equal(5, 5);
    }

    [Fact]
    public async Task Vonage_does_not_repeat_after_a_4xx()
    {
        await using var world = await SimulatorWorld.StartAsync();
        world.Respond = _ => 401;
        var caller = new VonageCaller();

        await world.Http.SendAsync(caller.Text(world, caller.Number(2)));
        await world.PlayToTheEndAsync();

        world.Posted.Should().ContainSingle();
    }

    [Theory]
    [InlineData("", 503, 1)]
    [InlineData("#rc=3&rp=5xx", 503, 2)]
    [InlineData("#rc=3&rp=4xx,ct", 503, 1)]
    [InlineData("#rc=3", 503, 1)]
    [InlineData("", null, 2)]
    public async Task Twilio_repeats_a_rejected_receipt_only_if_the_fragment_asks_for_it(string fragment, int? answered, int posts)
    {
        await using var world = await SimulatorWorld.StartAsync();
        world.Respond = _ => world.Posted.Count == 1 ? answered : 200;
        var form = TwilioCaller.Form(world, new TwilioCaller().Number(2), fragment: fragment);

        await world.Http.SendAsync(TwilioCaller.Post(form));
        await world.PlayToTheEndAsync();

        world.Posted.Should().HaveCount(posts);
    }

    private static IEnumerable<double> Pauses(SimulatorWorld world) =>
        world.Posted.Zip(world.Posted.Skip(1), (before, after) => (after.At - before.At).TotalSeconds);
}
