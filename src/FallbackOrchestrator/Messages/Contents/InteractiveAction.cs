using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// What an interactive message lets the person do: a closed set
/// (https://developer.8x8.com/connect/docs/supported-chat-apps-content-type). Names here are stored data.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReplyButtons), "button")]
[JsonDerivedType(typeof(List), "list")]
[JsonDerivedType(typeof(Product), "product")]
[JsonDerivedType(typeof(ProductList), "product_list")]
[JsonDerivedType(typeof(OpenUrl), "cta_url")]
[JsonDerivedType(typeof(Flow), "flow")]
[JsonDerivedType(typeof(CallPermissionRequest), "call_permission_request")]
[JsonDerivedType(typeof(ContactInfoRequest), "request_contact_info")]
[JsonDerivedType(typeof(VoiceCall), "voice_call")]
[JsonDerivedType(typeof(LocationRequest), "location_request_message")]
public abstract record InteractiveAction
{
    private InteractiveAction() { }

    /// <summary>1 to 3 answers.</summary>
    public sealed record ReplyButtons(ImmutableArray<ReplyButton> Buttons) : InteractiveAction;

    /// <summary>A menu: a button that opens at most 10 rows.</summary>
    public sealed record List(string Button, ImmutableArray<ListSection> Sections) : InteractiveAction;

    /// <summary>One thing from the catalogue.</summary>
    public sealed record Product(string CatalogId, string RetailerId) : InteractiveAction;

    /// <summary>At most 30 things from the catalogue.</summary>
    public sealed record ProductList(string CatalogId, string? RetailerId, ImmutableArray<ProductSection> Sections) : InteractiveAction;

    /// <summary>A button that opens an address.</summary>
    public sealed record OpenUrl(string DisplayText, Uri Url) : InteractiveAction;

    /// <summary>A form.</summary>
    /// <param name="Id">Its id at WhatsApp.</param>
    /// <param name="Cta">What the button says.</param>
    /// <param name="Action">Where it begins.</param>
    /// <param name="Screen">The first screen.</param>
    /// <param name="Data">What the first screen is given.</param>
    public sealed record Flow(string Id, string Cta, FlowAction Action = FlowAction.Navigate, string? Screen = null, JsonElement? Data = null)
        : InteractiveAction;

    /// <summary>May we call you?</summary>
    public sealed record CallPermissionRequest : InteractiveAction;

    /// <summary>How can we reach you?</summary>
    public sealed record ContactInfoRequest : InteractiveAction;

    /// <summary>A button that calls the business.</summary>
    /// <param name="DisplayText">What it says; WhatsApp says Call Now.</param>
    /// <param name="TtlMinutes">How long it works; WhatsApp's own is 7 days.</param>
    /// <param name="Payload">What comes back with the call.</param>
    public sealed record VoiceCall(string? DisplayText, int? TtlMinutes, string? Payload) : InteractiveAction;

    /// <summary>Where are you?</summary>
    public sealed record LocationRequest : InteractiveAction;
}

/// <summary>Where a form begins.</summary>
public enum FlowAction
{
    /// <summary>At a screen that the message names.</summary>
    Navigate,

    /// <summary>At what the business's endpoint answers.</summary>
    DataExchange,
}

/// <summary>An answer to tap.</summary>
/// <param name="Id">Comes back when it is tapped.</param>
/// <param name="Title">What it says.</param>
public sealed record ReplyButton(string Id, string Title);

/// <summary>A part of a menu.</summary>
public sealed record ListSection(string? Title, ImmutableArray<ListRow> Rows);

/// <summary>A line of a menu.</summary>
public sealed record ListRow(string Id, string Title, string? Description);

/// <summary>A part of a list of products.</summary>
public sealed record ProductSection(string? Title, ImmutableArray<string> RetailerIds);

/// <summary>What stands above an interactive message: a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Media), "media")]
public abstract record InteractiveHeader
{
    private InteractiveHeader() { }

    /// <summary>A line of text, at most 60 characters.</summary>
    public sealed record Text(string Value) : InteractiveHeader;

    /// <summary>A medium, by its address or by its id at the provider.</summary>
    public sealed record Media(HeaderMedium Medium, Uri? Link, string? Id, string? FileName) : InteractiveHeader;
}

/// <summary>The media that may stand above an interactive message.</summary>
public enum HeaderMedium
{
    Image,
    Video,
    Document,
}
