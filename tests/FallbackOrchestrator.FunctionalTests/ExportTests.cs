using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Exports are complete, and a slow reader affects nobody else.</summary>
public sealed class ExportTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Pool = 12;

    [Fact]
    public async Task An_export_of_several_pages_has_every_message_once_and_continues_after_a_cursor()
    {
        await StoreAsync("pages", 1_203);

        var ids = await ExportAsync("clientMessageId=pages");
        var rest = await ExportAsync($"clientMessageId=pages&cursor={ids[700]}");

        ids.Should().HaveCount(1_203).And.OnlyHaveUniqueItems();
        rest.Should().Equal(ids.Skip(701));
    }

    [Fact]
    public async Task An_export_is_a_file_of_a_harmless_name()
    {
        using var response = await host.Client.Http.GetAsync($"{DemoClient.Messages}/export?format=CSV&clientMessageId=nothing");

        response.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        response.Content.Headers.ContentDisposition.FileName.Should().MatchRegex("^\"?messages-demo-[0-9TZ]+\\.csv\"?$");
        response.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        (await response.Content.ReadAsStringAsync()).Should().StartWith("umid,clientMessageId,").And.EndWith(",step10Segments\r\n");
    }

    [Fact]
    public async Task A_subaccount_may_run_a_few_exports_at_a_time_and_those_of_others_do_not_count()
    {
        var running = host.App.Services.GetRequiredService<RunningExports>();
        using (running.TryStart(new SubaccountId("demo")))
        using (running.TryStart(new SubaccountId("demo")))
        {
            using var response = await host.Client.Http.GetAsync($"{DemoClient.Messages}/export");
            using var other = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/subaccounts/{ApiHost.OtherSubaccount}/messages/export");
            other.Headers.Authorization = new("Bearer", ApiHost.OtherKey);
            using var others = await host.Client.Http.SendAsync(other);

            response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter.Should().NotBeNull();
            (await response.Content.ReadFromJsonAsync<ApiError>())!.Message.Should().Contain("2 export(s)");
            others.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        using var after = await host.Client.Http.GetAsync($"{DemoClient.Messages}/export?clientMessageId=nothing");
        after.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_export_that_is_not_read_holds_no_connection_and_is_ended_in_time()
    {
        await StoreAsync("slow", 3);
        var time = new FakeTimeProvider();
        var readers = Enumerable.Range(0, Pool + 3).Select(_ => new StuckReader(host.App.Services, time)).ToList();
        var exports = readers.ConvertAll(reader => reader.ExportAsync());
        await Task.WhenAll(readers.Select(reader => reader.Stuck));

        using var search = await host.Client.Http.GetAsync($"{DemoClient.Messages}?clientMessageId=slow");

        search.StatusCode.Should().Be(HttpStatusCode.OK);
        exports.Should().OnlyContain(export => !export.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(61));
        await Task.WhenAll(exports);
        readers.Should().OnlyContain(reader => reader.IsAborted, "an export that ended well would look whole");
    }

    private async Task StoreAsync(string id, int count)
    {
        using var response = await host.Client.Http.PostAsJsonAsync(
            $"{DemoClient.Messages}/batch",
            new
            {
                template = new { type = "text", content = new { text = "a" }, scheduled = TimeProvider.System.GetUtcNow().AddDays(1) },
                messages = Enumerable.Range(0, count).Select(i => new { clientMessageId = id, user = new { msisdn = $"+99901{i:00000}" } }),
            });
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
    }

    private async Task<List<Guid>> ExportAsync(string query) =>
        [.. (await host.Client.Http.GetStringAsync($"{DemoClient.Messages}/export?{query}"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("umid").GetGuid())];

    /// <summary>Asks for an export as the server sees it, and never reads.</summary>
    private sealed class StuckReader(IServiceProvider services, TimeProvider time) : Stream, IServiceProvider, IHttpRequestLifetimeFeature
    {
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private AsyncServiceScope _scope;

        public Task Stuck => _stuck.Task;

        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;

        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? time
            // Not the limit is tried here.
            : serviceType == typeof(RunningExports) ? new RunningExports(Options.Create(new ExportOptions()))
            : _scope.ServiceProvider.GetService(serviceType);

        public async Task ExportAsync()
        {
            await using var scope = services.CreateAsyncScope();
            _scope = scope;
            var http = new DefaultHttpContext { RequestServices = this };
            http.Features.Set<IHttpRequestLifetimeFeature>(this);
            http.Response.Body = this;
            var directory = services.GetRequiredService<SubaccountDirectory>().Now;
            var subaccount = directory.Subaccounts[new SubaccountId("demo")];
            var filter = SearchFilter.Read(
                new QueryParameters(new QueryCollection(new Dictionary<string,
                    Microsoft.Extensions.Primitives.StringValues> { ["clientMessageId"] = "slow" })));
            await new Export(
                filter, subaccount, ExportFormat.Ndjson, services.GetRequiredService<IOptions<ExportOptions>>().Value,
                services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions).ExecuteAsync(http);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _stuck.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => 0;
        public override long Position { get; set; }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => 0;
        public override long Seek(long offset, SeekOrigin origin) => 0;
        public override void SetLength(long value) { }
        public override void Write(byte[] buffer, int offset, int count) { }
    }
}
