using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// The action that an interactive message offers: a closed set (https://developer.8x8.com/connect/docs/supported-chat-apps-content-type).
/// Names here are stored data.
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

    /// <summary>1 to 3 replies.</summary>
    public sealed record ReplyButtons(ImmutableArray<ReplyButton> Buttons) : InteractiveAction;

    /// <summary>A menu: a button that opens at most 10 rows.</summary>
    public sealed record List(string Button, ImmutableArray<ListSection> Sections) : InteractiveAction;

    /// <summary>One product of the catalogue.</summary>
    public sealed record Product(string CatalogId, string RetailerId) : InteractiveAction;

    /// <summary>At most 30 products of the catalogue.</summary>
    public sealed record ProductList(string CatalogId, string? RetailerId, ImmutableArray<ProductSection> Sections) : InteractiveAction;

    /// <summary>A button that opens an address.</summary>
    public sealed record OpenUrl(string DisplayText, Uri Url) : InteractiveAction;

    /// <summary>A form.</summary>
    /// <param name="Id">Its id at WhatsApp.</param>
    /// <param name="Cta">The text of the button.</param>
    /// <param name="Action">The start of the form.</param>
    /// <param name="Screen">The first screen.</param>
    /// <param name="Data">The data for the first screen.</param>
    /// <param name="Token">The customer's own id of this form, which comes back with what the person filled in.</param>
    /// <param name="Mode">The state of the form that is shown; WhatsApp's default is the published one.</param>
    public sealed record Flow(
        string Id,
        string Cta,
        FlowAction Action = FlowAction.Navigate,
        string? Screen = null,
        JsonElement? Data = null,
        string? Token = null,
        FlowMode? Mode = null)
        : InteractiveAction;

    /// <summary>Asks for the permission to call the person.</summary>
    public sealed record CallPermissionRequest : InteractiveAction;

    /// <summary>Asks for the person's contact data.</summary>
    public sealed record ContactInfoRequest : InteractiveAction;

    /// <summary>A button that calls the business.</summary>
    /// <param name="DisplayText">The text of the button; WhatsApp's default is Call Now.</param>
    /// <param name="TtlMinutes">The time for which the button works; WhatsApp's default is 7 days.</param>
    /// <param name="Payload">A text that comes back with the call.</param>
    public sealed record VoiceCall(string? DisplayText, int? TtlMinutes, string? Payload) : InteractiveAction;

    /// <summary>Asks for the person's location.</summary>
    public sealed record LocationRequest : InteractiveAction;
}
