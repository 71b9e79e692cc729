using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Tracking;

/// <summary>
/// Messages as CSV (RFC 4180). A text that a spreadsheet would read as a formula is escaped
/// (https://owasp.org/www-community/attacks/CSV_Injection); only phone numbers, whose form was checked, keep their +.
/// </summary>
internal static class ExportedCsv
{
    // The first columns are older than the steps, and stay where programs expect them.
    private static readonly string[] Names =
    [
        "umid", "clientMessageId", "batchId", "msisdn", "contentType", "state", "outcome", "succeededStep", "createdAt", "completedAt",
        "country",
        .. Enumerable.Range(1, FallbackSequence.MostSteps).SelectMany(step => new[]
        {
            $"step{step}Channel", $"step{step}Status", $"step{step}Reason", $"step{step}ErrorCode", $"step{step}Segments",
        }),
    ];

    private static readonly SearchValues<char> Bare =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-.:_");

    private static readonly CsvConfiguration Form = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        // The library's own rule does not quote a line end that is not the file's; and in a spreadsheet with another list separator, that
        // separator would begin a new cell.
        ShouldQuote = field => field.Field.AsSpan().ContainsAnyExcept(Bare),
        InjectionOptions = InjectionOptions.Escape,
        InjectionCharacters = ['=', '@', '+', '-', '\t', '\r', '\n', '＝', '＠', '＋', '－'],
    };

    /// <summary>Writes messages, with the header line before the first ones.</summary>
    public static void Write(Stream stream, IEnumerable<ExportedMessage> messages, bool withNames)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        using var csv = new Writer(text);
        if (withNames)
        {
            foreach (var name in Names)
                csv.WriteField(name);
            csv.NextRecord();
        }
        foreach (var message in messages)
        {
            csv.WriteField(message.Umid.ToString());
            csv.WriteField(message.ClientMessageId);
            csv.WriteField(message.BatchId?.ToString());
            csv.WriteNumber(message.Msisdn);
            csv.WriteField(message.ContentType);
            csv.WriteField(message.State);
            csv.WriteField(message.Outcome);
            csv.WriteField(Text(message.SucceededStep));
            csv.WriteField(Iso(message.CreatedAt));
            csv.WriteField(Iso(message.CompletedAt));
            csv.WriteField(message.Country);
            for (var step = 1; step <= FallbackSequence.MostSteps; step++)
                Write(csv, message.Steps.FirstOrDefault(one => one.Step == step));
            csv.NextRecord();
        }
    }

    private static void Write(Writer csv, ExportedStep? step)
    {
        csv.WriteField(step?.Channel);
        csv.WriteField(step?.Status);
        csv.WriteField(step?.Reason);
        csv.WriteField(Text(step?.ErrorCode));
        csv.WriteField(Text(step?.Segments));
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Iso(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private sealed class Writer(TextWriter text) : CsvWriter(text, Form, leaveOpen: true)
    {
        private bool _isNumber;

        public void WriteNumber(string? number)
        {
            // A + and digits, the last of which may be masked by x.
            _isNumber = number is ['+', .. var digits] && digits.Trim('x').All(char.IsAsciiDigit);
            WriteField(number);
            _isNumber = false;
        }

        protected override string? SanitizeForInjection(string? field) => _isNumber ? field : base.SanitizeForInjection(field);
    }
}
