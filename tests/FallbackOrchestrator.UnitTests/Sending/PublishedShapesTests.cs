using System.Text.Json.Nodes;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.UnitTests.Sending;

public class PublishedShapesTests
{
    public static TheoryData<string> Names => [.. PublishedShapes.All.Select(shape => shape.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_published_shape_is_accepted(string name)
    {
        var (kind, _, body) = PublishedShapes.All.Single(shape => shape.Name == name);

        var read = SendingWorld.Read(body);

        read.Problem.Should().BeNull();
        read.Message!.Content.Body.Kind.Should().Be(kind);
        read.Message.ContentType.Should().Be(kind.ToString());
        read.Message.Message.Sequence[1].CannotApply.Should().BeNull("the channel that it is meant for carries it");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_stored_content_is_read_back_unchanged(string name)
    {
        var content = SendingWorld.Read(PublishedShapes.All.Single(shape => shape.Name == name).Body).Message!.Content;
        var written = ContentJson.Write(content);

        var back = ContentJson.Read(AsTheDatabaseSortsIt(JsonNode.Parse(written)!).ToJsonString());

        ContentJson.Write(back).Should().Be(written);
        back.Body.Should().BeOfType(content.Body.GetType());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_shape_for_channels_that_nobody_configured_is_refused_for_that_alone(string name)
    {
        var body = JsonNode.Parse(PublishedShapes.All.Single(shape => shape.Name == name).Body)!.AsObject();
        body["channels"] ??= new JsonArray(new JsonObject { ["channel"] = "WhatsApp" });

        var problem = SendingWorld.Read(body.ToJsonString(), SendingWorld.HavingOnly(Channel.Telegram)).Problem!;

        problem.Code.Should().Be(3027);
        problem.Message.Should().Contain("'channels[0].channel'").And.Contain("which has Telegram");
    }

    [Theory]
    [InlineData("WeChat")]
    [InlineData("kakao")]
    public void A_published_channel_that_nobody_can_configure_is_refused_as_not_configured(string channel) =>
        SendingWorld.ReadText($$""" "channels":[{"channel":"{{channel}}"}] """).Problem!.Code.Should().Be(3027);

    // jsonb puts short names first, and a discriminator is not always the shortest.
    private static JsonNode AsTheDatabaseSortsIt(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null)
            .OrderBy(member => member.Key.Length).ThenBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, (JsonNode?)AsTheDatabaseSortsIt(member.Value!)))),
        JsonArray entries => new JsonArray([.. entries.Select(entry => AsTheDatabaseSortsIt(entry!))]),
        _ => node.DeepClone(),
    };
}
