using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.Providers.Vonage;

namespace FallbackOrchestrator.UnitTests.Providers;

/// <summary>
/// The codes that a receipt gives for a provider's own, pair by pair as 8x8 publishes them
/// (https://developer.8x8.com/connect/docs/delivery-error-codes): customers' programs branch on them.
/// </summary>
public sealed class PublishedCodesTests
{
    public static TheoryData<int, int> OfWhatsApp => new()
    {
        { 0, 1000 }, { 3, 1001 }, { 4, 1002 }, { 10, 1003 }, { 33, 1004 }, { 100, 1005 }, { 190, 1006 }, { 368, 1007 },
        { 80007, 1008 }, { 130429, 1009 }, { 130472, 1010 }, { 130497, 1011 }, { 131000, 1012 }, { 131005, 1013 },
        { 131008, 1014 }, { 131009, 1015 }, { 131016, 1016 }, { 131021, 1017 }, { 131026, 1018 }, { 131031, 1019 },
        { 131037, 1020 }, { 131045, 1021 }, { 131047, 1022 }, { 131048, 1023 }, { 131049, 1024 }, { 131051, 1025 },
        { 131052, 1026 }, { 131053, 1027 }, { 131056, 1028 }, { 131057, 1029 }, { 132000, 1030 }, { 132001, 1031 },
        { 132005, 1032 }, { 132007, 1033 }, { 132012, 1034 }, { 132015, 1035 }, { 132016, 1036 }, { 132068, 1037 },
        { 132069, 1038 }, { 133000, 1039 }, { 133004, 1040 }, { 133005, 1041 }, { 133006, 1042 }, { 133008, 1043 },
        { 133009, 1044 }, { 133010, 1045 }, { 133015, 1046 }, { 133016, 1047 }, { 135000, 1048 }, { 2593107, 1049 },
        { 2593108, 1050 }, { 131050, 1051 }, { 138017, 1052 }, { 138009, 1053 }, { 131062, 1054 },
    };

    public static TheoryData<int, int> OfViber => new()
    {
        { 1010, 2005 }, { 1020, 2003 }, { 1022, 2021 }, { 1030, 2001 }, { 1040, 2023 }, { 1130, 2013 }, { 1170, 2023 },
        { 1240, 2007 }, { 1300, 2008 }, { 1310, 2009 }, { 1381, 2018 }, { 1382, 2015 }, { 1410, 2003 }, { 1420, 2002 },
        { 1430, 2023 }, { 1440, 2004 },
    };

    [Theory, MemberData(nameof(OfWhatsApp))]
    public void Each_of_Metas_codes_has_the_code_that_8x8_publishes_for_it(int meta, int published) =>
        MetaErrors.Table.Failure(meta, null).Code.Should().Be(published);

    [Fact]
    public void Each_of_8x8s_codes_for_WhatsApp_is_given_for_one_of_Metas() =>
        MetaErrors.Table.Known.Values.Select(known => known.Code).Where(code => code >= 1000)
            .Should().BeEquivalentTo(Enumerable.Range(1000, 55));

    [Theory, MemberData(nameof(OfViber))]
    public void Reasons_that_8x8_publishes_for_Viber_have_their_code_on_Viber_and_not_on_SMS(int vonage, int published)
    {
        VonageErrors.Viber.Failure(vonage, null).Code.Should().Be(published);
        VonageErrors.Sms.Failure(vonage, null).Code.Should().BeLessThan(1000);
    }

    [Fact]
    public void A_code_on_Viber_has_the_class_and_the_subject_that_it_has_on_SMS()
    {
        foreach (var (code, known) in VonageErrors.Viber.Known)
            (VonageErrors.Sms.Known[code] with { Code = known.Code }).Should().Be(known);
    }

    [Fact]
    public void A_reason_on_WhatsApp_has_the_code_that_8x8_publishes_for_the_same_of_Metas_or_one_of_the_general_table()
    {
        int[] general = [1, 2, 3, 9, 11, 14, 15, 18, 20, 23, 25, 29, 36, 41, 42, 43, 46, 50, 57, 61];
        var ofMeta = MetaErrors.Table.Known.Values.Select(known => known.Code).OfType<int>();

        foreach (var table in (ErrorTable[])[TwilioErrors.WhatsApp, VonageErrors.WhatsApp])
            table.Known.Keys.Select(code => table.Failure(code, null).Code).Should().BeSubsetOf([.. general, .. ofMeta]);
    }

    [Fact]
    public void SMS_and_what_8x8_names_no_code_for_have_a_code_of_the_general_table()
    {
        int[] general = [1, 2, 3, 9, 11, 14, 15, 18, 20, 23, 25, 29, 36, 41, 42, 43, 46, 50, 57, 61];

        foreach (var table in (ErrorTable[])[TwilioErrors.Sms, VonageErrors.Sms, VonageErrors.Rcs])
            table.Known.Keys.Should().OnlyContain(code => general.Contains(table.Failure(code, null).Code));
    }

    [Theory]
    [InlineData(402, "")]
    [InlineData(402, """{"type":"https://developer.vonage.com/api-errors#low-balance","title":"Low balance","detail":"why"}""")]
    [InlineData(403, """{"type":"https://developer.vonage.com/api-errors#low-balance","title":"Low balance","detail":"why"}""")]
    public void An_account_without_funds_has_8x8s_code_for_that(int status, string body)
    {
        var adapter = new VonageProvider().CreateAdapter(Support.A.Settings(Channel.Sms.Name, Vonage.VonageConformance.Account));

        var refused = adapter.ReadResponse(new ProviderResponse(status, System.Text.Encoding.UTF8.GetBytes(body), RetryAfter: null))
            .Should().BeOfType<CallResult.Rejected>().Subject;

        refused.Error.Should().Match<AttemptError>(error => error.Class == ErrorClass.Configuration && error.Code == ErrorCodes.NoCredit);
        refused.SpeaksAgainstAccount.Should().BeTrue();
    }
}
