using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The content of an inbound message, as it is stored and as 8x8's webhook has it. A property is set only if the kind of content has it.
/// </summary>
public sealed record InboundDetail
{
    // The letters of all languages as they are.
    private static readonly InboundJson Stored =
        new(new JsonSerializerOptions(InboundJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The text; beside a medium, its caption.</summary>
    public string? Text { get; init; }

    /// <summary>The address of the medium, at its provider.</summary>
    public string? Url { get; init; }

    /// <summary>What the sender of the message attached to the button or entry that was chosen, or the answers of a form.</summary>
    public string? Payload { get; init; }

    public InboundPlace? Location { get; init; }

    public InboundChoice? Interactive { get; init; }

    /// <summary>The content in this form.</summary>
    public static InboundDetail Of(InboundContent content) => content switch
    {
        InboundContent.Text text => new() { Text = text.Value },
        InboundContent.Media medium => new() { Url = medium.Url, Text = medium.Caption },
        InboundContent.Location place => new() { Location = new InboundPlace(place.Latitude, place.Longitude) },
        InboundContent.Choice { IsOfList: true } entry => new()
        {
            Payload = entry.Id,
            Interactive = new InboundChoice("list_reply")
            {
                ListReply = new InboundEntry(entry.Id, entry.Title) { Description = entry.Description },
            },
        },
        InboundContent.Choice button => new()
        {
            Payload = button.Id,
            Interactive = new InboundChoice("button_reply") { ButtonReply = new InboundEntry(button.Id, button.Title) },
        },
        InboundContent.Form form => new() { Payload = form.Data },
        _ => new(),
    };

    /// <summary>8x8's name of a kind of content.</summary>
    public static string TypeOf(InboundContent content) => content switch
    {
        InboundContent.Text => "Text",
        InboundContent.Media medium => medium.Kind.ToString(),
        InboundContent.Location => "Location",
        InboundContent.Choice or InboundContent.Form => "Interactive",
        _ => "None",
    };

    internal static string Json(InboundContent content) => JsonSerializer.Serialize(Of(content), Stored.InboundDetail);
}

/// <summary>A place, in degrees.</summary>
public sealed record InboundPlace(decimal Latitude, decimal Longitude);

/// <summary>What was chosen.</summary>
/// <param name="Type"><c>button_reply</c> or <c>list_reply</c>: the member that is present.</param>
public sealed record InboundChoice(string Type)
{
    [JsonPropertyName("button_reply")]
    public InboundEntry? ButtonReply { get; init; }

    [JsonPropertyName("list_reply")]
    public InboundEntry? ListReply { get; init; }
}

/// <summary>A button, or an entry of a list.</summary>
public sealed record InboundEntry(string? Id, string? Title)
{
    public string? Description { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InboundDetail))]
internal sealed partial class InboundJson : JsonSerializerContext;
