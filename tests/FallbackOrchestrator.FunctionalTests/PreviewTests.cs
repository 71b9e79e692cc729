using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>A message is looked at before it is sent.</summary>
public sealed class PreviewTests(World world) : IClassFixture<World>
{
    private const string Preview = "/api/v1/subaccounts/demo/messages/preview";

    [Fact]
    public async Task The_plan_names_steps_latest_times_and_the_content_for_each_channel()
    {
        var request = World.Text("+9990444", RequestedSteps.WhatsApp(60, "Read"), RequestedSteps.Viber(30), RequestedSteps.Sms()) with
        {
            Content = new RequestedContent { Text = "Hello", FallbackText = new string('x', 200) },
        };

        using var response = await world.Http.PostAsJsonAsync(Preview, request);
        var plan = (await response.Content.ReadFromJsonAsync<PreviewResponse>())!;

        plan.Steps.Select(step => $"{step.Channel} {step.Provider} {step.SuccessStatus} {step.FallbackAfter}")
            .Should().Equal("WhatsApp Meta Read 60", "Viber Vonage Delivered 30", "SMS Twilio Delivered ");
        plan.Steps.Select(step => (step.StartsAtLatest - plan.StartsAt)?.TotalSeconds).Should().Equal(0, 60, 90);
        plan.Steps.Select(step => step.Text).Should().Equal("Hello", "Hello", request.Content!.FallbackText);
        plan.Steps[2].Sms.Should().Be(new PreviewedSms { Encoding = "GSM7", Segments = 2, IsCut = false });
    }

    [Fact]
    public async Task A_step_that_is_not_possible_has_a_reason_and_takes_no_time()
    {
        var request = World.Text("+9990444", RequestedSteps.Viber(30), RequestedSteps.Sms()) with
        {
            Content = new RequestedContent { Text = new string('x', 1_200) },
        };

        using var response = await world.Http.PostAsJsonAsync(Preview, request);
        var plan = (await response.Content.ReadFromJsonAsync<PreviewResponse>())!;

        plan.Steps[0].CannotApply.Should().NotBeNullOrEmpty();
        plan.Steps[1].StartsAtLatest.Should().Be(plan.StartsAt);
        plan.Warnings.Should().Contain(warning => warning.Contains("skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_preview_rejects_what_Send_rejects_and_nothing_is_stored_or_sent()
    {
        using var refused = await world.Http.PostAsJsonAsync(Preview, World.Text("nobody", RequestedSteps.Sms()));
        using var accepted = await world.Http.PostAsJsonAsync(Preview, World.Text("+9990444901", RequestedSteps.Sms()));

        (await refused.Content.ReadFromJsonAsync<ApiError>())!.Code.Should().Be(1002);
        accepted.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(0);
        world.Calls("+9990444901").Should().BeEmpty();
    }
}
