using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Client;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>
/// The .NET client and the OpenAPI document say the same: every call, every parameter, every type with its fields, which of them are
/// required, and the names of closed sets. A change of one without the other fails here.
/// </summary>
public sealed class ClientDocumentTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>Schemas whose type has another name in the client.</summary>
    private static readonly Dictionary<Type, string[]> Schemas = new()
    {
        [typeof(Recipient)] = ["RequestedUser"],
        [typeof(FallbackStep)] = ["RequestedStep"],
        [typeof(MessageContext)] = ["RequestedContext"],
        [typeof(SmsSettings)] = ["RequestedSms"],
        [typeof(Place)] = ["RequestedLocation"],
        [typeof(ImageDetails)] = ["RequestedImage"],
        [typeof(AudioDetails)] = ["RequestedAudio"],
        [typeof(VideoDetails)] = ["RequestedVideo"],
        [typeof(LinkButton)] = ["RequestedButton"],
        [typeof(Template)] = ["RequestedTemplate"],
        [typeof(TemplateComponent)] = ["RequestedComponent"],
        [typeof(TemplateCard)] = ["RequestedTemplateCard"],
        [typeof(TemplateParameter)] = ["RequestedParameter"],
        [typeof(FlowData)] = ["RequestedFlowData"],
        [typeof(Notice)] = ["RequestedNotice"],
        [typeof(NoticeItem)] = ["RequestedNoticeItem"],
        [typeof(NoticeAction)] = ["RequestedNoticeAction"],
        [typeof(SmsFallback)] = ["RequestedSmsFallback"],
        [typeof(Client.Attempt)] = ["AttemptView"],
        [typeof(Client.AttemptError)] = ["AttemptErrorView", "AttemptError"],
        [typeof(Client.AttemptStatus)] = ["AttemptStatusView"],
        [typeof(Client.MessageContent)] = ["MessageContentView"],
        [typeof(Client.StepContent)] = ["StepContentView"],
        [typeof(TimelineEvent)] = ["TimelineEventView"],
        [typeof(Client.Subaccount)] = ["OwnView"],
        [typeof(SubaccountSettings)] = ["OwnSettings"],
        [typeof(Client.ChannelAccount)] = ["ChannelAccountView"],
        [typeof(Sequence)] = ["SequenceView"],
        [typeof(Client.Webhook)] = ["WebhookObject"],
    };

    /// <summary>What the document does not describe, and the service's own type of it: lines of an export, and status updates.</summary>
    private static readonly Dictionary<Type, JsonTypeInfo> OwnTypes = new()
    {
        [typeof(Client.ExportedMessage)] = TrackingJson.Default.ExportedMessage,
        [typeof(Client.ExportedStep)] = TrackingJson.Default.ExportedStep,
        [typeof(Client.MessageEvent)] = EventJson.Default.MessageEventPayload,
        [typeof(Client.MessageEventData)] = EventJson.Default.MessageEventData,
        [typeof(Client.NextStep)] = EventJson.Default.NextStep,
        [typeof(Client.OperationalEvent)] = OperationalJson.Default.OperationalEventPayload,
        [typeof(Client.OperationalEventData)] = OperationalJson.Default.OperationalEventData,
        [typeof(Client.ExhaustedUpdate)] = OperationalJson.Default.ExhaustedUpdatePayload,
        [typeof(DeliveryReceipt)] = ReceiptJson.Default.ReceiptEnvelope,
        [typeof(Client.ReceiptPayload)] = ReceiptJson.Default.ReceiptPayload,
        [typeof(Client.ReceiptUser)] = ReceiptJson.Default.ReceiptUser,
        [typeof(Client.ReceiptWhatsApp)] = ReceiptJson.Default.ReceiptWhatsApp,
        [typeof(Client.AttemptStatus)] = ReceiptJson.Default.ReceiptStatus,
        [typeof(Client.InboundMessage)] = InboundWebhookJson.Default.InboundEnvelope,
        [typeof(Client.InboundPayload)] = InboundWebhookJson.Default.InboundPayload,
        [typeof(Client.InboundUser)] = InboundWebhookJson.Default.InboundUser,
        [typeof(Client.InboundRecipient)] = InboundWebhookJson.Default.InboundRecipient,
        [typeof(Client.InboundContent)] = InboundWebhookJson.Default.InboundDetail,
        [typeof(Client.InboundLocation)] = InboundWebhookJson.Default.InboundPlace,
        [typeof(Client.InboundInteractive)] = InboundWebhookJson.Default.InboundChoice,
        [typeof(Client.InboundChoice)] = InboundWebhookJson.Default.InboundEntry,
    };

    /// <summary>The parts of content for which the client has no type: they are given as JSON.</summary>
    private static readonly string[] GivenAsJson = ["interactive", "richCard", "carousel", "suggestions", "whatsApp"];

    private static readonly JsonTypeInfo[] Types =
    [
        .. typeof(FallbackClient).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .Select(ClientJson.Default.GetTypeInfo)
            .OfType<JsonTypeInfo>()
            .Where(type => type.Kind == JsonTypeInfoKind.Object && type.Type.Assembly == typeof(FallbackClient).Assembly),
    ];

    [Fact]
    public async Task Every_type_of_the_client_has_the_fields_of_its_schema()
    {
        var document = new ClientSchemas(await DocumentAsync());

        var differences = Types
            .Where(type => !IsContent(type.Type) && (Schemas.ContainsKey(type.Type) || !OwnTypes.ContainsKey(type.Type)))
            .SelectMany(type => Schemas.GetValueOrDefault(type.Type, [type.Type.Name])
                .SelectMany(schema => document.Differences(type, schema)));

        string.Join('\n', differences).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_kind_of_content_has_fields_of_the_schema_and_together_they_have_all_of_them()
    {
        var document = new ClientSchemas(await DocumentAsync());
        var contents = Types.Where(type => IsContent(type.Type)).ToList();

        string.Join('\n', contents.SelectMany(type => document.Differences(type, "RequestedContent", isPart: true))).Should().BeEmpty();
        contents.SelectMany(ClientSchemas.FieldsOf).Select(property => property.Name)
            .Concat(GivenAsJson).Distinct().Should().BeEquivalentTo(document.FieldsOf("RequestedContent"));
        contents.Where(type => type.Type != typeof(OtherContent)).Select(TypeNameOf)
            .Concat(["interactive", "richCard", "carousel"]).Should().BeEquivalentTo(document.NamesOf("SendRequest", "type"));
    }

    [Fact]
    public void Every_type_that_the_document_does_not_describe_has_the_fields_of_the_services_own()
    {
        var differences = OwnTypes.SelectMany(pair => ClientSchemas.Differences(ClientJson.Default.GetTypeInfo(pair.Key)!, pair.Value));

        string.Join('\n', differences).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_schema_of_a_call_that_the_client_makes_has_a_type()
    {
        var document = new ClientSchemas(await DocumentAsync());
        var known = Types.SelectMany(type => Schemas.GetValueOrDefault(type.Type, [type.Type.Name])).Append("RequestedContent").ToHashSet();

        document.SchemasOfCustomers(leave: "RequestedContent").Except(known).Should().BeEmpty();
    }

    [Fact]
    public async Task The_client_makes_every_call_of_a_customer_with_every_parameter()
    {
        var document = await DocumentAsync();
        using var recorder = new CallRecorder();

        await recorder.MakeEveryCallAsync();

        var described =
            from path in document["paths"]!.AsObject()
            where path.Key.StartsWith("/api/", StringComparison.Ordinal) && !path.Key.StartsWith("/api/v1/admin/", StringComparison.Ordinal)
            from operation in path.Value!.AsObject()
            let parameters = (operation.Value!["parameters"]?.AsArray() ?? [])
                .Where(parameter => parameter!["in"]!.GetValue<string>() != "path")
                .Select(parameter => parameter!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal)
            select $"{operation.Key.ToUpperInvariant()} {path.Key.TrimEnd('/')} {string.Join(' ', parameters)}".TrimEnd();
        recorder.Calls.Should().BeEquivalentTo(described);
    }

    private static bool IsContent(Type type) => type.IsSubclassOf(typeof(Content));

    private static string TypeNameOf(JsonTypeInfo content) =>
        ((Content)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(content.Type)).Type;

    private async Task<JsonNode> DocumentAsync() => (await host.Client.GetAsync("/swagger/v1/swagger.json")).Body!;
}
