using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Hosting.OpenApi;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>
/// What the OpenAPI document says of the fields of a Send, by their attributes, is what the service does, in every published shape.
/// </summary>
public sealed class DescribedFieldsTests
{
    // RCS has a name for "unspecified", and 8x8 takes others for it; the only type of a reply button says nothing.
    private static readonly string[] TakenAnyway =
    [
        $"{nameof(RequestedOpenUrl)}.{nameof(RequestedOpenUrl.Application)}",
        $"{nameof(RequestedOpenUrl)}.{nameof(RequestedOpenUrl.WebviewViewMode)}",
        $"{nameof(RequestedReplyButton)}.{nameof(RequestedReplyButton.Type)}",
    ];

    // What no published example shows: headers without a text, and a place to search for.
    private static readonly (string Name, string Body)[] MoreShapes =
    [
        ("question below a picture",
            """{"user":{"msisdn":"+6500000000"},"type":"interactive","content":{"interactive":{"type":"button","header":{"type":"image","image":{"link":"https://cdn.example/1.jpg"}},"body":{"text":"Yes?"},"action":{"buttons":[{"reply":{"id":"1","title":"Yes"}}]}}}}"""),
        ("question below a picture that the provider has",
            """{"user":{"msisdn":"+6500000000"},"type":"interactive","content":{"interactive":{"type":"button","header":{"type":"image","image":{"id":"7"}},"body":{"text":"Yes?"},"action":{"buttons":[{"reply":{"id":"1","title":"Yes"}}]}}}}"""),
        ("place to search for",
            """{"user":{"msisdn":"+6500000000"},"channels":[{"channel":"RCS"}],"type":"text","content":{"text":"Hello","suggestions":[{"action":{"text":"Find","postbackData":"f","viewLocationAction":{"query":"Shop"}}}]}}"""),
    ];

    private static readonly List<Place> Places =
    [
        .. from shape in PublishedShapes.All.Select(shape => (shape.Name, shape.Body)).Concat(MoreShapes)
           let body = JsonNode.Parse(shape.Body)!
           where IsAccepted(body)
           from place in PlacesOf(shape.Name, body, body, typeof(SendRequest), [])
           select place,
    ];

    [Fact]
    public void A_required_field_that_is_missing_is_refused()
    {
        var required = Places.Where(place => place is { IsRequired: true, IsGiven: true }).ToList();

        required.Select(place => place.Field).Distinct().Should().HaveCountGreaterThan(20);
        required.Where(place => IsAccepted(place.Without())).Select(place => $"{place}").Should().BeEmpty();
    }

    [Fact]
    public void A_field_that_is_not_required_may_be_missing()
    {
        var optional = Places.Where(place => !place.IsRequired).GroupBy(place => place.Field).ToList();

        optional.Where(field => !field.Any(place => !place.IsGiven || IsAccepted(place.Without()))).Select(field => field.Key)
            .Should().BeEmpty();
    }

    [Fact]
    public void A_name_outside_a_closed_set_is_refused()
    {
        var closed = Places.Where(place => place.IsGiven && ClosedSetsFilter.NamesOf(place.Property) is not null
            && !TakenAnyway.Contains(place.Field)).ToList();

        closed.Select(place => place.Field).Distinct().Should().HaveCountGreaterThan(10);
        closed.Where(place => IsAccepted(place.With("nonsense"))).Select(place => $"{place}").Should().BeEmpty();
    }

    private static bool IsAccepted(JsonNode body) => SendingWorld.Read(body.ToJsonString()).Problem is null;

    private static IEnumerable<Place> PlacesOf(string shape, JsonNode body, JsonNode? node, Type type, object[] path)
    {
        if (node is JsonArray list)
        {
            var entry = type.GetGenericArguments()[0];
            return list.SelectMany((one, i) => PlacesOf(shape, body, one, entry, [.. path, i]));
        }
        if (node is not JsonObject known || type.Namespace?.StartsWith("FallbackOrchestrator", StringComparison.Ordinal) != true)
            return [];
        return type.GetProperties().SelectMany(property =>
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var place = new Place(shape, body, property, path, name, IsGiven: known[name] is not null);
            return PlacesOf(shape, body, known[name], property.PropertyType, [.. path, name]).Prepend(place);
        });
    }

    /// <summary>A field at one place of a body.</summary>
    private sealed record Place(string Shape, JsonNode Body, PropertyInfo Property, object[] Path, string Name, bool IsGiven)
    {
        public string Field => $"{Property.DeclaringType!.Name}.{Property.Name}";

        public bool IsRequired => Property.IsDefined(typeof(RequiredAttribute));

        public JsonNode Without() => Changed(owner => owner.Remove(Name));

        public JsonNode With(string value) => Changed(owner => owner[Name] = value);

        public override string ToString() => $"{Field} in '{Shape}'";

        private JsonNode Changed(Action<JsonObject> change)
        {
            var body = Body.DeepClone();
            change(Path.Aggregate(body, (node, step) => step is int index ? node[index]! : node[(string)step]!).AsObject());
            return body;
        }
    }
}
