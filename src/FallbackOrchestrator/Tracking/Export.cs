using System.Data;
using System.Globalization;
using System.Text.Json;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Tracking;

/// <summary>
/// The response of an export: page after page; each page is read completely before it is written. So a slow reader holds one of the
/// subaccount's own export slots, but no connection to the database.
/// </summary>
internal sealed partial class Export(
    SearchFilter filter, Subaccount subaccount, ExportFormat format, ExportOptions options, JsonSerializerOptions json) : IResult
{
    private const int PageSize = 500;

    private bool _hasBegun;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var place = httpContext.RequestServices.GetRequiredService<RunningExports>().TryStart(subaccount.Id);
        if (!place.IsAcquired)
        {
            await Problems.TooManyExports(options.PerSubaccount).ExecuteAsync(httpContext);
            return;
        }
        var time = httpContext.RequestServices.GetRequiredService<TimeProvider>();
        using var end = new CancellationTokenSource(options.MaxDuration, time);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(end.Token, httpContext.RequestAborted);
        try
        {
            await WriteAsync(httpContext, time, whole.Token);
        }
        catch (OperationCanceledException) when (_hasBegun)
        {
            // A stream that ended normally would look complete.
            LogCutOff(httpContext.RequestServices.GetRequiredService<ILogger<Export>>(), subaccount.Id.Value);
            httpContext.Abort();
        }
    }

    private async Task WriteAsync(HttpContext http, TimeProvider time, CancellationToken cancellationToken)
    {
        var db = http.RequestServices.GetRequiredService<OrchestratorDbContext>();
        var rest = filter;
        for (var first = true; ; first = false)
        {
            var messages = await ReadPageAsync(rest, db, cancellationToken);
            if (first)
                Begin(http.Response, time);
            if (HeadRequests.IsHead(http))
                return;
            var page = Page(messages, first);
            using var slow = new CancellationTokenSource(options.PageTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
            await http.Response.Body.WriteAsync(page, either.Token);
            await http.Response.Body.FlushAsync(either.Token);
            if (messages.Count < PageSize)
                return;
            rest = rest.After(messages[^1].Umid);
        }
    }

    // One snapshot of all tables: else a change between two reads would show a message beside steps of its future. The transaction holds
    // the connection, which the writing of the page must not hold.
    private async Task<IReadOnlyList<ExportedMessage>> ReadPageAsync(
        SearchFilter rest, OrchestratorDbContext db, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var rows = await rest.Apply(db, subaccount.Id).Take(PageSize).ToListAsync(cancellationToken);
        var steps = await ExportedSteps.ReadAsync(db, rows, cancellationToken);
        return [.. rows.Select(row => new ExportedMessage(MessageSummary.Of(row, subaccount.MasksNumbers), [.. steps[row.Id]]))];
    }

    private void Begin(HttpResponse response, TimeProvider time)
    {
        _hasBegun = true;
        var (type, ending) = format == ExportFormat.Csv ? ("text/csv; charset=utf-8", "csv") : ("application/x-ndjson", "ndjson");
        response.ContentType = type;
        // Ids of subaccounts contain only letters, digits and -._&
        response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
                $"attachment; filename=\"messages-{subaccount.Id}-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.{ending}\"");
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private ReadOnlyMemory<byte> Page(IReadOnlyList<ExportedMessage> messages, bool isFirst)
    {
        var page = new MemoryStream();
        if (format == ExportFormat.Csv)
        {
            ExportedCsv.Write(page, messages, isFirst);
        }
        else
        {
            foreach (var message in messages)
            {
                JsonSerializer.Serialize(page, message, json);
                page.WriteByte((byte)'\n');
            }
        }
        return page.GetBuffer().AsMemory(0, (int)page.Length);
    }

    [LoggerMessage(7101, LogLevel.Information, "An export of {Subaccount} was stopped: it was read too slowly, took too long, or its reader has disconnected")]
    private static partial void LogCutOff(ILogger logger, string subaccount);
}
