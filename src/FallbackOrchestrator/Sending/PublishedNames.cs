using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.Sending;

// The closed sets of a Send in the order of 8x8's OpenAPI document:
// https://github.com/8x8Cloud/public-developer-docs/blob/master/docs_oas/connect/business_messaging_api.json

/// <summary>The kinds of content. <c>buttons</c> is in samples only and has no number.</summary>
internal sealed class ContentTypeNames() : NameOrNumber(
    "text", "audio", "video", "image", "location", "file", "interactive", "template", "carousel", "richCard");

/// <summary>The channels.</summary>
internal sealed class ChannelNames() : NameOrNumber(
    "SMS", "WhatsApp", "Facebook", "RCS", "Viber", "Line", "WeChat", "Zalo", "Instagram");

/// <summary>The success statuses.</summary>
internal sealed class SuccessStatusNames() : NameOrNumber("Accepted", "Sent", "Delivered", "Read");
