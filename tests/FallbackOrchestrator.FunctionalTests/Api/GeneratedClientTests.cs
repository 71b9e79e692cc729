using System.Collections;
using System.Reflection;
using FallbackOrchestrator.FunctionalTests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>
/// A client that a generator makes of the OpenAPI document compiles and works: a customer's program is written against it.
/// </summary>
public sealed class GeneratedClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Program =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Generated;

        public static class Customer
        {
            private const string Demo = "demo";
            private const string Account = "00000000-0000-0000-0000-000000000001";

            public static async Task<(IReadOnlyList<string> Said, IReadOnlyList<object> Responses)> RunAsync(HttpClient http)
            {
                var client = new OrchestratorClient(http);
                var said = new List<string>();
                var responses = new List<object>();
                T Keep<T>(T response) where T : notnull { responses.Add(response); return response; }

                var sent = Keep(await client.SendMessageAsync(Demo, Asked("+9990023", "generated-1"), "generated-key"));
                said.Add($"{sent.Status.State} for {sent.User.Msisdn}");
                var again = Keep(await client.SendMessageAsync(Demo, Asked("+9990023", "generated-1"), "generated-key"));
                said.Add($"the same key makes the same message: {again.Umid == sent.Umid}");

                MessageTimeline timeline;
                do
                {
                    await Task.Delay(50);
                    timeline = await client.GetMessageTimelineAsync(Demo, sent.Umid.ToString());
                } while (timeline.State != MessageTimelineState.Completed);
                Keep(timeline);
                said.Add($"{timeline.Outcome} at step {timeline.SucceededStep} of {string.Join(", ", timeline.Attempts.Select(attempt => $"{attempt.Channel} {attempt.Status}"))}");
                said.Add($"step 1 failed of {timeline.Attempts.First().Error.Code}");

                var details = Keep(await client.GetMessageDetailsAsync(Demo, sent.Umid.ToString()));
                said.Add(string.Join(", ", details.Data.Select(record => $"{record.Step} {record.Status.State}")));

                var later = Keep(await client.SendMessageAsync(Demo, Asked("+9990333", null, DateTimeOffset.UtcNow.AddDays(1))));
                said.Add($"cancelled: {Keep(await client.CancelMessageAsync(Demo, later.Umid.ToString())).CancelledCount}");

                var batch = Keep(await client.SendMessageBatchAsync(Demo, new BatchRequest
                {
                    ClientBatchId = "generated",
                    IncludeMessagesInResponse = true,
                    Template = new BatchTemplate { Type = BatchTemplateType.Text, Content = new RequestedContent { Text = "Hello" }, Channels = new[] { new RequestedStep { Channel = RequestedStepChannel.WhatsApp } } },
                    Messages = new[] { new BatchedRequest { User = To("+9990333") }, new BatchedRequest { User = To("nobody") } },
                }));
                said.Add($"batch: {batch.AcceptedCount} accepted, {batch.RejectedCount} rejected with {batch.Messages!.Last().Status.ErrorCode}");
                said.Add($"batch cancelled: {Keep(await client.CancelMessageBatchAsync(Demo, batch.BatchId.ToString())).CancelledCount <= 1}");

                var found = Keep(await client.SearchMessagesAsync(Demo, clientMessageId: "generated-1", from: DateTimeOffset.UtcNow.AddHours(-1), limit: 10));
                said.Add($"found {found.Data.Count}");
                var preview = Keep(await client.PreviewMessageAsync(Demo, Asked("+9990333", null)));
                said.Add($"would take {preview.Steps.Count} steps");

                await client.AddWebhooksAsync(Account, new[]
                {
                    new WebhookObject { SubAccountId = Demo, Type = WebhookObjectType.CADR, Url = "http://127.0.0.1:9/dlr", HttpAuthorization = "Bearer s3cret" },
                });
                var webhook = Keep((await client.GetWebhooksAsync(Account)).Single());
                said.Add($"webhook {webhook.Type} {webhook.Format} {webhook.Url} {webhook.HttpAuthorization}");
                await client.DeleteWebhooksAsync(Account, new[] { new WebhookTarget { SubAccountId = Demo, Type = WebhookTargetType.CADR } });
                said.Add($"webhooks left: {(await client.GetWebhooksAsync(Account)).Count}");

                try
                {
                    await client.SendMessageAsync(Demo, Asked("nobody", null));
                }
                catch (ApiException<ApiError> refused)
                {
                    Keep(refused.Result);
                    said.Add($"refused: {refused.StatusCode} {refused.Result.Code}");
                }
                return (said, responses);
            }

            private static RequestedUser To(string number) => new() { Msisdn = number };

            private static SendRequest Asked(string number, string? id, DateTimeOffset? scheduled = null) => new()
            {
                User = To(number),
                ClientMessageId = id,
                Scheduled = scheduled,
                Type = SendRequestType.Text,
                Content = new RequestedContent { Text = "Hello", Sms = new RequestedSms { Encoding = RequestedSmsEncoding.AUTO } },
                Channels = new[]
                {
                    new RequestedStep { Channel = RequestedStepChannel.WhatsApp, FallbackAfter = 60, SuccessStatus = RequestedStepSuccessStatus.Read },
                    new RequestedStep { Channel = RequestedStepChannel.Viber, FallbackAfter = 1, SuccessStatus = RequestedStepSuccessStatus.Delivered },
                    new RequestedStep { Channel = RequestedStepChannel.SMS },
                },
            };
        }
        """;

    [Fact]
    public async Task A_program_written_against_the_generated_client_works_and_every_field_of_the_responses_is_described()
    {
        var document = await OpenApiDocument.FromJsonAsync(await host.Client.Http.GetStringAsync("/swagger/v1/swagger.json"));
        var customer = Compiled(Client(document), Program).GetType("Customer")!.GetMethod("RunAsync")!;

        var (said, responses) = await (Task<(IReadOnlyList<string>, IReadOnlyList<object>)>)customer.Invoke(null, [host.Client.Http])!;

        said.Should().Equal(
            "Queued for +9990023",
            "the same key makes the same message: True",
            "Succeeded at step 3 of WhatsApp Rejected, Viber Sent, SMS Delivered",
            "step 1 failed of 1018",
            "1 Undelivered, 2 Delivered, 3 Delivered",
            "cancelled: 1",
            "batch: 1 accepted, 1 rejected with 1002",
            "batch cancelled: True",
            "found 1",
            "would take 3 steps",
            "webhook CADR 8x8-v9 http://127.0.0.1:9/dlr ***",
            "webhooks left: 0",
            "refused: 400 1002");
        responses.SelectMany(response => Undescribed(response, response.GetType().Name)).Should().BeEmpty();
    }

    private static string Client(OpenApiDocument document) => new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
    {
        ClassName = "OrchestratorClient",
        OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        UseBaseUrl = false,
        GenerateOptionalParameters = true,
        CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson,
            GenerateNullableReferenceTypes = true },
    }).GenerateFile();

    private static Assembly Compiled(params string[] sources)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Customer",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly);
        emitted.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Should().BeEmpty();
        return Assembly.Load(assembly.ToArray());
    }

    // A generated class keeps what its schema does not name.
    private static IEnumerable<string> Undescribed(object? value, string path)
    {
        if (value is null or string or Enum || value.GetType().Namespace != "Generated")
            return value is IEnumerable entries and not string
                ? entries.Cast<object?>().SelectMany((entry, i) => Undescribed(entry, $"{path}[{i}]")) : [];
        var properties = value.GetType().GetProperties();
        var unknown = (IDictionary<string, object>)properties.Single(property => property.Name == "AdditionalProperties").GetValue(value)!;
        return unknown.Keys.Select(name => $"{path}.{name}").Concat(properties
            .Where(property => property.Name != "AdditionalProperties")
            .SelectMany(property => Undescribed(property.GetValue(value), $"{path}.{property.Name}")));
    }
}
