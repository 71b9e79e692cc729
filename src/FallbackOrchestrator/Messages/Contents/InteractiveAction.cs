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
    public sealed record Flow(
        string Id, string Cta, FlowAction Action = FlowAction.Navigate, string? Screen = null, JsonElement? Data = null)
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
