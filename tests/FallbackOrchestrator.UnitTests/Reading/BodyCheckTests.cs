using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.UnitTests.Reading;

/// <summary>What is said of a body: what was expected, and what will not be read.</summary>
public class BodyCheckTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonTime() },
    };

    private static readonly BodyShape Send = BodyShape.Of(typeof(SendRequest), Json);
    private static readonly BodyShape Batch = BodyShape.Of(typeof(BatchRequest), Json);

    [Theory]
    [InlineData("[]", "'body': must be an object, and is an array")]
    [InlineData("5", "'body': must be an object, and is a number")]
    [InlineData("null", "'body': must be an object, and is null")]
    [InlineData("", "'body': must be an object, and is empty")]
    [InlineData("""{"clientMessageId":5}""", "'clientMessageId': must be a text (in quotes), and is a number")]
    [InlineData("""{"user":{"msisdn":6581234567}}""", "'user.msisdn': must be a text (in quotes), and is a number")]
    [InlineData("""{"user":"+65"}""", "'user': must be an object, and is a text")]
    [InlineData("""{"channels":"WhatsApp"}""", "'channels': must be an array of objects, and is a text")]
    [InlineData("""{"channels":["WhatsApp"]}""", "'channels[0]': must be an object, and is a text")]
    [InlineData("""{"scheduled":"tomorrow"}""", "'scheduled': must be a time such as 2026-11-26T09:30:00Z")]
    [InlineData("""{"scheduled":""}""", "'scheduled': must be a time such as 2026-11-26T09:30:00Z")]
    [InlineData("""{"scheduled":1795653450}""", "'scheduled': must be a time such as 2026-11-26T09:30:00Z, and is a number")]
    [InlineData("""{"content":{"text":"a\u0000b"}}""", "'content.text': holds the character U+0000")]
    [InlineData("""{"content":{"text":"a\ud800b"}}""", "'content.text': holds half of a character")]
    [InlineData("""{"content":{"text":"a\udc00\ud800b"}}""", "'content.text': holds half of a character")]
    [InlineData("""{"content":{"interactive":{"header":{"text":5}}}}""", "'content.interactive.header.text': must be a text (in quotes), or an object")]
    [InlineData("""{"content":{"richCard":{"media":{"contentInfo":{"forceRefresh":"yes"}}}}}""", "'content.richCard.media.contentInfo.forceRefresh': must be true or false")]
    [InlineData("""{"user":{}""", "'body': is not valid JSON: it breaks off")]
    [InlineData("{", "'body': is not valid JSON: it breaks off (line 1, position 2)")]
    [InlineData("""{"user":{"msisdn":"+65""", "'body': is not valid JSON: it breaks off")]
    [InlineData("""{"user":{},}""", "'body': is not valid JSON (line 1, position 12)")]
    [InlineData("""{"user":{"msisdn":"+65",}}""", "'body': is not valid JSON (line 1")]
    [InlineData("""{"user":nul}""", "'body': is not valid JSON (line 1")]
    [InlineData(" \r\n ", "'body': must be an object, and is empty")]
    [InlineData("""{"\ud800":1}""", """'\ud800': is a name that holds half of a character""")]
    [InlineData("""{"user":{"a\udc00":1}}""", """'user.a\udc00': is a name that holds half of a character""")]
    [InlineData("""{"user":{}}}""", "'body': is not valid JSON (line 1, position 12)")]
    [InlineData("""{user:{}}""", "'body': is not valid JSON (line 1, position 2)")]
    public void An_error_names_the_field_and_the_expected_form(string json, string problem) =>
        Of(json, Send).Problem!.Message.Should().Contain(problem);

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":"\udc00\ud800"}""")]
    [InlineData("""{"a":[{"b":"\u0000"}]}""")]
    [InlineData("""{"\u0000":1}""")]
    [InlineData("""{"a":1e999999}""")]
    [InlineData("""{"a":1E+999999}""")]
    [InlineData("""{"a":1e-200000}""")]
    [InlineData("""{"a":1e99999999999}""")]
    [InlineData("""{"a":1.00000000000000000000000000000000000000000000000000000000000000000000000001}""")]
    public void JSON_that_is_stored_as_it_is_must_be_storable(string data)
    {
        Flow(data).Problem!.Message.Should().Contain("'content.interactive.action.parameters.flowActionPayload.data'");
        Of("""{"content":{"template":{"components":[{"parameters":[{"flowActionData":{"data":@}}]}]}}}""".Replace("@", data, StringComparison.Ordinal), Send)
            .Problem!.Message.Should().Contain("'content.template.components[0].parameters[0].flowActionData.data'");
        var beside = Of("""{"content":{"template":{"components":[{"parameters":[{"flowActionData":{"a":1,"more":@}}]}]}}}""".Replace("@", data, StringComparison.Ordinal), Send).Problem!;
        beside.Message.Should().Contain("'content.template.components[0].parameters[0].flowActionData.more'");
        beside.Field.Should().BeNull("the name is the customer's own");
    }

    [Theory]
    [InlineData("""{"a":"\\u0000"}""")]
    [InlineData("""{"a":"\\ud800"}""")]
    [InlineData("""{"a":"\ud83d\ude00", "\u00e9":[1,-2.5e10,true,null,{}], "b":[[]]}""")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    public void JSON_that_can_be_stored_is_accepted(string data)
    {
        var (problem, notes) = Flow(data);

        problem.Should().BeNull();
        notes.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_have_their_own_error()
    {
        byte[] bytes = [.. "{\"user\":{\"msis"u8, 0xFF, .. "\":1}}"u8];

        BodyValidator.Find(bytes, Send, "messages", out _)!.Message.Should().Contain("'body': is not valid UTF-8 (byte 15)");
    }

    [Fact]
    public void JSON_that_is_nested_too_deep_has_its_own_error() =>
        Of($$"""{"x":{{new string('[', 40)}}{{new string(']', 40)}}}""", Send).Problem!.Message.Should().Contain("'x': is nested more than 32 levels deep");

    [Fact]
    public void Every_field_that_is_not_read_is_named_at_every_depth_of_every_call()
    {
        foreach (var (type, json, field) in typeof(SendRequest).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && type.IsPublic
                && type.Namespace!.StartsWith("FallbackOrchestrator.S", StringComparison.Ordinal))
            .SelectMany(type => Places(BodyShape.Of(type, Json), "", "@", 0)
                .Select(place => (type, Json: place.Json.Replace("@", """{"zzz":1}""", StringComparison.Ordinal), place.Field))))
        {
            var (problem, notes) = Of(json, BodyShape.Of(type, Json));

            problem.Should().BeNull(json);
            notes.Warnings.Should().ContainSingle(json).Which.Should().EndWith($": {field}zzz", json);
        }
    }

    [Fact]
    public void Names_in_any_case_are_read_and_a_repeated_one_causes_a_warning() =>
        Of("""{"USER":{},"Type":"text","user":{},"\u0074ype":"x"}""", Send).Notes.Warnings
            .Should().Equal("given more than once, the last one counts: user, type");

    [Fact]
    public void A_time_without_an_offset_causes_a_warning() =>
        Of("""{"scheduled":"2026-11-26T09:30:00","expiry":"2026-11-27"}""", Send).Notes.Warnings
            .Should().Equal("without an offset, taken for UTC: scheduled, expiry");

    [Fact]
    public void Of_many_the_first_are_named_and_the_others_counted_and_names_are_cut_and_cleaned()
    {
        var fields = string.Join(",", Enumerable.Range(0, 30).Select(i => $"\"f{i}\":1"));
        var long_ = new string('x', 500);

        var many = Of($"{{{fields}}}", Send).Notes.Warnings.Single();
        var odd = Of($$"""{"{{long_}}":1,"a\r\nb\u202ec":2}""", Send).Notes.Warnings.Single();

        many.Should().Contain("f0, f1").And.Contain("f19 and 10 more").And.NotContain("f20");
        odd.Length.Should().BeLessThan(200);
        odd.Should().NotContain("\n").And.NotContain("\r").And.NotContain("\u202e").And.Contain("a");
    }

    [Fact]
    public void Entries_of_a_batch_get_their_own_warnings()
    {
        var notes = Of("""{"schedule":1,"template":{"user":{}},"messages":[{},{"schedule":"x","channels":[{"fallback":1}]}]}""", Batch).Notes;

        notes.Warnings.Single().Should().EndWith(": schedule, template.user, messages[1].schedule, messages[1].channels[0].fallback");
        notes.WarningsOf(0).Should().BeEmpty();
        notes.WarningsOf(1).Single().Should().EndWith(": schedule, channels[0].fallback");
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("99999999999")]
    public void A_number_that_is_not_whole_has_its_own_error(string number) =>
        Of($$"""{"step":{{number}}}""", BodyShape.Of(typeof(SkipRequest), Json)).Problem!.Message
            .Should().Contain("'step': must be a whole number, and is a number with a point, an exponent or too many digits");

    [Fact]
    public void A_boolean_that_is_null_counts_as_left_out() =>
        Of("""{"includeMessagesInResponse":null}""", Batch).Problem.Should().BeNull();

    [Theory]
    [MemberData(nameof(Resolvers))]
    public void A_list_that_is_too_long_is_refused_at_its_first_entry_too_many(IJsonTypeInfoResolver resolver)
    {
        var batch = BodyShape.Of(typeof(BatchRequest), new JsonSerializerOptions(Json) { TypeInfoResolver = resolver });

        Of(Messages("{}", 10_000), batch).Problem.Should().BeNull();
        Of($"{Messages("{}", 10_001)[..^2]},broken", batch).Problem!.Code.Should().Be(3013);
    }

    [Fact]
    public void A_body_of_too_many_objects_is_refused_before_any_is_made()
    {
        var channels = string.Join(",", Enumerable.Repeat("{}", 600));

        Of(Messages($$"""{"channels":[{{channels}}]}""", 1_000), Batch).Problem!.Message.Should().Contain($"'body': holds more than {BodyValidator.MostParts}");
        var kept = string.Join(",", Enumerable.Repeat("\"a\":1", BodyValidator.MostParts));
        Of("""{"content":{"interactive":{"action":{"parameters":{"flowActionData":{@}}}}}}""".Replace("@", kept, StringComparison.Ordinal), Send).Problem!.Message
            .Should().Contain($"'body': holds more than {BodyValidator.MostParts}");
    }

    [Fact]
    public void Fields_that_are_not_read_cost_memory_only_as_long_as_they_are_named()
    {
        var body = Encoding.UTF8.GetBytes($"{{{string.Join(",", Enumerable.Repeat("\"a\":1", 100_000))}}}");
        BodyValidator.Find(body, Send, "messages", out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        BodyValidator.Find(body, Send, "messages", out var notes);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20_000);
        notes.Warnings.Single().Should().EndWith("and 99980 more");
    }

    public static TheoryData<IJsonTypeInfoResolver> Resolvers => [new DefaultJsonTypeInfoResolver(), SendJson.Default];

    private static string Messages(string one, int count) => $$"""{"messages":[{{string.Join(",", Enumerable.Repeat(one, count))}}]}""";

    [Fact]
    public void A_body_without_notes_costs_no_allocation()
    {
        var body = Encoding.UTF8.GetBytes(
            """{"user":{"msisdn":"+6581234567"},"type":"text","content":{"text":"Hello","sms":{"encoding":"AUTO"}},"channels":[{"channel":"SMS","fallbackAfter":60}]}""");
        BodyValidator.Find(body, Send, "messages", out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        BodyValidator.Find(body, Send, "messages", out _);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static (Problem? Problem, BodyNotes Notes) Flow(string data) =>
        Of(
            """{"content":{"interactive":{"action":{"parameters":{"flowActionPayload":{"data":@}}}}}}""".Replace("@", data, StringComparison.Ordinal), Send);

    private static (Problem? Problem, BodyNotes Notes) Of(string json, BodyShape shape)
    {
        var problem = BodyValidator.Find(Encoding.UTF8.GetBytes(json), shape, "messages", out var notes);
        return (problem, notes);
    }

    // Every object that a body can hold, but for those that keep every field, to a depth; JSON with @ where the object goes.
    private static IEnumerable<(string Field, string Json)> Places(BodyShape shape, string field, string json, int depth)
    {
        if (depth > 9)
            yield break;
        switch (shape.Is)
        {
            case BodyShape.Form.Object:
                if (!shape.KeepsOthers)
                    yield return (field.Length == 0 ? "" : $"{field}.", json);
                foreach (var part in shape.Fields)
                {
                    var inner = json.Replace("@", $$"""{"{{part.Name}}":@}""", StringComparison.Ordinal);
                    foreach (var place in Places(part.Value, field.Length == 0 ? part.Name : $"{field}.{part.Name}", inner, depth + 1))
                        yield return place;
                }
                break;
            case BodyShape.Form.Array:
                foreach (var place in Places(shape.Element!, $"{field}[0]", json.Replace("@", "[@]", StringComparison.Ordinal), depth + 1))
                    yield return place;
                break;
            default:
                break;
        }
    }
}
