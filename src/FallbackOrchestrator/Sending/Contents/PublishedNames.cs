using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.Sending.Contents;

// The closed sets of a message's content in the order of 8x8's OpenAPI document, as in ../PublishedNames.cs.
// Cards have shorter lists there, in the same order; a number means the same in a card as elsewhere.

/// <summary>The encodings of an SMS.</summary>
internal sealed class SmsEncodingNames() : NameOrNumber("AUTO", "GSM7", "UCS2");

/// <summary>The categories of a Direct Send.</summary>
internal sealed class DirectSendCategoryNames() : NameOrNumber("utility");

/// <summary>The kinds of interactive messages.</summary>
internal sealed class InteractiveTypeNames() : NameOrNumber(
    "button", "list", "product", "product_list", "cta_url", "flow", "call_permission_request", "request_contact_info", "voice_call",
    "location_request_message");

/// <summary>The kinds of headers of interactive messages.</summary>
internal sealed class HeaderTypeNames() : NameOrNumber("text", "video", "image", "document");

/// <summary>The kinds of buttons of interactive messages.</summary>
internal sealed class ReplyButtonTypeNames() : NameOrNumber("reply");

/// <summary>The start of a form.</summary>
internal sealed class FlowActionNames() : NameOrNumber("navigate", "data_exchange");

/// <summary>The kinds of template components.</summary>
internal sealed class ComponentTypeNames() : NameOrNumber(
    "header", "footer", "body", "button", "carousel", "call_permission_request", "request_contact_info");

/// <summary>The kinds of template buttons.</summary>
internal sealed class ButtonSubTypeNames() : NameOrNumber("QuickReply", "Url", "CopyCode", "Flow", "VoiceCall");

/// <summary>The kinds of template parameters.</summary>
internal sealed class ParameterTypeNames() : NameOrNumber(
    "text", "image", "gif", "video", "document", "location", "payload", "couponCode", "action", "ttlMinutes");

/// <summary>The orientations of an RCS card.</summary>
internal sealed class CardOrientationNames() : NameOrNumber("horizontal", "vertical");

/// <summary>The sides of an RCS card's image.</summary>
internal sealed class CardImageSideNames() : NameOrNumber("left", "right");

/// <summary>The widths of the cards of an RCS carousel.</summary>
internal sealed class CardWidthNames() : NameOrNumber("small", "medium");

/// <summary>The heights of the media of an RCS card.</summary>
internal sealed class CardMediaHeightNames() : NameOrNumber("short", "medium", "tall");

/// <summary>The applications that open an address on RCS.</summary>
internal sealed class UrlApplicationNames() : NameOrNumber("OPEN_URL_APPLICATION_UNSPECIFIED", "BROWSER", "WEBVIEW");

/// <summary>The parts of the screen that a webview on RCS takes.</summary>
internal sealed class WebviewModeNames() : NameOrNumber("OPEN_URL_WEBVIEW_VIEW_MODE_UNSPECIFIED", "FULL", "HALF", "TALL");
