using System.Globalization;
using System.Text;
using CsvHelper;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.UnitTests.Reading;

/// <summary>What a spreadsheet would take for a formula is text in an export.</summary>
public class ExportedCsvTests
{
    private const int Id = 1;
    private const int Number = 3;

    [Theory]
    [InlineData("+1+1")]
    [InlineData("+6591234567")]
    [InlineData("+SUM(1)")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("+HYPERLINK(\"http://x.test/1\",\"c\")")]
    [InlineData("=1")]
    [InlineData("-1")]
    [InlineData("@A1")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1")]
    public void A_cell_of_the_customers_is_never_a_formula(string id) => Cell(Id, id, "+6591234567").Should().Be($"'{id}");

    [Theory]
    [InlineData("plain")]
    [InlineData("a,b")]
    [InlineData("a\"b")]
    [InlineData("a+b=c")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\u2028b")]
    [InlineData(" a ")]
    public void A_cell_that_is_no_formula_stays_unchanged(string id) => Cell(Id, id, "+6591234567").Should().Be(id);

    [Theory]
    [InlineData("+6591234567", "+6591234567")]
    [InlineData("+659123xxxx", "+659123xxxx")]
    [InlineData("+1+1", "'+1+1")]
    public void Only_numbers_keep_their_plus(string number, string cell) => Cell(Number, "a", number).Should().Be(cell);

    [Theory]
    [InlineData("a\n=1")]
    [InlineData("a\r=1")]
    [InlineData("a;=1")]
    [InlineData("a\t=1")]
    [InlineData("\u00a0=1")]
    [InlineData("\ufeff=1")]
    public void A_cell_never_begins_another_cell_or_line_for_any_list_separator(string id) =>
        Encoding.UTF8.GetString(Written(id, "+6591234567")).Should().Contain($",\"{id}\",");

    [Fact]
    public void Every_step_has_its_columns_and_those_of_before_keep_their_place()
    {
        var stream = new MemoryStream();
        var message = Message(
            "a", "+6591234567",
            new ExportedStep { Step = 1, Channel = "WhatsApp", Status = "rejected", Reason = "failure", ErrorClass = "notReachable", ErrorCode = 1 },
            new ExportedStep { Step = 2, Channel = "SMS", Status = "delivered", Segments = 2 });
        ExportedCsv.Write(stream, [message], withNames: true);

        using var csv = new CsvReader(new StringReader(Encoding.UTF8.GetString(stream.ToArray())), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        csv.Read();

        csv.HeaderRecord![..10].Should().Equal(
            "umid", "clientMessageId", "batchId", "msisdn", "contentType", "state", "outcome", "succeededStep", "createdAt", "completedAt");
        string?[] first = [csv["step1Channel"], csv["step1Status"], csv["step1Reason"], csv["step1ErrorCode"], csv["step1Segments"]];
        first.Should().Equal("WhatsApp", "rejected", "failure", "1", "");
        (csv["step2Segments"], csv["step3Channel"], csv["step10Status"]).Should().Be(("2", "", ""));
    }

    private static string? Cell(int index, string id, string? number)
    {
        using var csv = new CsvReader(new StringReader(Encoding.UTF8.GetString(Written(id, number))), CultureInfo.InvariantCulture);
        csv.Read().Should().BeTrue();
        return csv.GetField(index);
    }

    private static byte[] Written(string id, string? number)
    {
        var stream = new MemoryStream();
        ExportedCsv.Write(stream, [Message(id, number)], withNames: false);
        return stream.ToArray();
    }

    private static ExportedMessage Message(string id, string? number, params ExportedStep[] steps) => new(
        new MessageSummary
        {
            Umid = Guid.Empty, ClientMessageId = id, Msisdn = number, ContentType = "Text", State = "completed",
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        steps);
}
