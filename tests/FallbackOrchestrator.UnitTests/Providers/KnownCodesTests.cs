using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.Providers.Meta.Messenger;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.Providers.Vonage;
using static FallbackOrchestrator.Messages.ErrorClass;

namespace FallbackOrchestrator.UnitTests.Providers;

/// <summary>
/// The error codes that were once missing or misread, each with its class, what it speaks of, and 8x8's code where it is not the usual one.
/// </summary>
public sealed class KnownCodesTests
{
    [Theory]
    [InlineData(80008, Throttled, ErrorSubject.Message)]
    [InlineData(131062, BadRequest, ErrorSubject.Message, 1054)]
    [InlineData(138009, NotReachable, ErrorSubject.Message, 1053)]
    [InlineData(138017, NotReachable, ErrorSubject.Message, 1052)]
    [InlineData(133005, Configuration, ErrorSubject.Account, 1041)]
    [InlineData(133006, Configuration, ErrorSubject.Account, 1042)]
    [InlineData(133007, Configuration, ErrorSubject.Account)]
    [InlineData(133008, Configuration, ErrorSubject.Account, 1043)]
    [InlineData(133009, Configuration, ErrorSubject.Account, 1044)]
    [InlineData(133015, Configuration, ErrorSubject.Account, 1046)]
    [InlineData(133016, Configuration, ErrorSubject.Account, 1047)]
    [InlineData(131055, Configuration, ErrorSubject.Message)]
    [InlineData(134101, Configuration, ErrorSubject.Message)]
    [InlineData(134102, Configuration, ErrorSubject.Message)]
    [InlineData(131063, NotReachable, ErrorSubject.Message)]
    [InlineData(132018, BadRequest, ErrorSubject.Message)]
    [InlineData(135000, BadRequest, ErrorSubject.Message, 1048)]
    [InlineData(131042, Configuration, ErrorSubject.Account, 42)]
    [InlineData(131049, NotReachable, ErrorSubject.Message, 1024)]
    [InlineData(131050, RecipientRefused, ErrorSubject.Message, 1051)]
    [InlineData(10, Configuration, ErrorSubject.Account, 1003)]
    [InlineData(200, Configuration, ErrorSubject.Account)]
    [InlineData(299, Configuration, ErrorSubject.Account)]
    [InlineData(131056, Throttled, ErrorSubject.Message, 1028)]
    [InlineData(130497, NotReachable, ErrorSubject.Message, 1011)]
    [InlineData(133000, Configuration, ErrorSubject.Account, 1039)]
    [InlineData(2593107, Configuration, ErrorSubject.Message, 1049)]
    [InlineData(2593108, Configuration, ErrorSubject.Message, 1050)]
    [InlineData(102, Configuration, ErrorSubject.Account)]
    [InlineData(341, Throttled, ErrorSubject.Message)]
    public void Meta(int code, ErrorClass @class, ErrorSubject about, int? published = null) =>
        Holds(MetaErrors.Table, code, @class, about, published);

    [Theory]
    [InlineData(1040, NotReachable, ErrorSubject.Message)]
    [InlineData(1160, NotReachable, ErrorSubject.Message)]
    [InlineData(1180, NotReachable, ErrorSubject.Message)]
    [InlineData(1190, NotReachable, ErrorSubject.Message)]
    [InlineData(1200, NotReachable, ErrorSubject.Message)]
    [InlineData(1220, NotReachable, ErrorSubject.Message)]
    [InlineData(1251, NotReachable, ErrorSubject.Message)]
    [InlineData(1290, NotReachable, ErrorSubject.Message)]
    [InlineData(1430, NotReachable, ErrorSubject.Message)]
    [InlineData(1431, NotReachable, ErrorSubject.Message)]
    [InlineData(1461, NotReachable, ErrorSubject.Message)]
    [InlineData(1230, Unavailable, ErrorSubject.Account)]
    [InlineData(1331, Unavailable, ErrorSubject.Account)]
    [InlineData(1241, Throttled, ErrorSubject.Message)]
    [InlineData(1460, Throttled, ErrorSubject.Message)]
    [InlineData(1270, RecipientRefused, ErrorSubject.Message)]
    [InlineData(1280, RecipientRefused, ErrorSubject.Message)]
    [InlineData(1483, RecipientRefused, ErrorSubject.Message)]
    [InlineData(1210, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1282, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1470, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1472, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1473, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1474, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1475, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(2001, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(1242, Configuration, ErrorSubject.Sender)]
    [InlineData(1350, Configuration, ErrorSubject.Sender)]
    [InlineData(1370, Configuration, ErrorSubject.Sender)]
    [InlineData(1420, Configuration, ErrorSubject.Sender)]
    [InlineData(1476, Configuration, ErrorSubject.Sender)]
    [InlineData(1480, Configuration, ErrorSubject.Sender)]
    [InlineData(1481, Configuration, ErrorSubject.Sender)]
    [InlineData(1482, Configuration, ErrorSubject.Sender)]
    [InlineData(1484, Configuration, ErrorSubject.Sender)]
    [InlineData(1330, Other, ErrorSubject.Message)]
    [InlineData(1380, BadRequest, ErrorSubject.Message)]
    [InlineData(1400, BadRequest, ErrorSubject.Message)]
    [InlineData(1410, BadRequest, ErrorSubject.Message)]
    [InlineData(1440, BadRequest, ErrorSubject.Message)]
    [InlineData(1450, BadRequest, ErrorSubject.Message)]
    [InlineData(1451, BadRequest, ErrorSubject.Message)]
    [InlineData(1070, Configuration, ErrorSubject.Account, 42)]
    public void Vonage(int code, ErrorClass @class, ErrorSubject about, int? published = null) =>
        Holds(VonageErrors.Sms, code, @class, about, published);

    [Theory]
    [InlineData(21408, NotReachable, ErrorSubject.Message)]
    [InlineData(21606, Configuration, ErrorSubject.Sender)]
    [InlineData(21659, Configuration, ErrorSubject.Sender)]
    [InlineData(21212, Configuration, ErrorSubject.Sender)]
    [InlineData(21603, Configuration, ErrorSubject.Account)]
    [InlineData(21607, Configuration, ErrorSubject.Sender)]
    [InlineData(21657, Configuration, ErrorSubject.Sender)]
    [InlineData(21701, Configuration, ErrorSubject.Account)]
    [InlineData(21702, Configuration, ErrorSubject.Account)]
    [InlineData(21703, Configuration, ErrorSubject.Account)]
    [InlineData(21704, Configuration, ErrorSubject.Account)]
    [InlineData(21705, Configuration, ErrorSubject.Account)]
    [InlineData(21709, Configuration, ErrorSubject.Sender)]
    [InlineData(21711, Configuration, ErrorSubject.Sender)]
    [InlineData(20005, Configuration, ErrorSubject.Account)]
    [InlineData(20006, Configuration, ErrorSubject.Account)]
    [InlineData(21609, Configuration, ErrorSubject.Account)]
    [InlineData(30018, Configuration, ErrorSubject.Sender)]
    [InlineData(30024, Configuration, ErrorSubject.Sender)]
    [InlineData(30032, Configuration, ErrorSubject.Sender)]
    [InlineData(30033, Configuration, ErrorSubject.Sender)]
    [InlineData(30035, Configuration, ErrorSubject.Sender)]
    [InlineData(30022, Throttled, ErrorSubject.Message)]
    [InlineData(30023, Throttled, ErrorSubject.Message)]
    [InlineData(30027, Throttled, ErrorSubject.Message)]
    [InlineData(63038, Throttled, ErrorSubject.Message)]
    [InlineData(21214, NotReachable, ErrorSubject.Message)]
    [InlineData(21217, NotReachable, ErrorSubject.Message)]
    [InlineData(21219, NotReachable, ErrorSubject.Message)]
    [InlineData(21608, NotReachable, ErrorSubject.Message)]
    [InlineData(21635, NotReachable, ErrorSubject.Message)]
    [InlineData(30017, Unavailable, ErrorSubject.Message)]
    [InlineData(30410, Unavailable, ErrorSubject.Message)]
    [InlineData(30007, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(30450, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(20008, Configuration, ErrorSubject.Account)]
    [InlineData(20010, Configuration, ErrorSubject.Account)]
    [InlineData(20404, Configuration, ErrorSubject.Account)]
    [InlineData(21601, Configuration, ErrorSubject.Sender)]
    [InlineData(21616, Configuration, ErrorSubject.Sender)]
    [InlineData(21660, Configuration, ErrorSubject.Sender)]
    [InlineData(21661, Configuration, ErrorSubject.Sender)]
    [InlineData(21730, Unavailable, ErrorSubject.Account)]
    [InlineData(30010, BadRequest, ErrorSubject.Message)]
    [InlineData(30019, BadRequest, ErrorSubject.Message)]
    [InlineData(21624, BadRequest, ErrorSubject.Message)]
    [InlineData(30013, BadRequest, ErrorSubject.Message)]
    public void Twilio(int code, ErrorClass @class, ErrorSubject about, int? published = null) =>
        Holds(TwilioErrors.Sms, code, @class, about, published);

    [Theory]
    [InlineData(63003, NotReachable, ErrorSubject.Message, 1018)]
    [InlineData(63015, NotReachable, ErrorSubject.Message)]
    [InlineData(63016, NotReachable, ErrorSubject.Message, 1022)]
    [InlineData(63024, NotReachable, ErrorSubject.Message, 1018)]
    [InlineData(63032, NotReachable, ErrorSubject.Message, 1010)]
    [InlineData(63049, NotReachable, ErrorSubject.Message, 1024)]
    [InlineData(63014, RecipientRefused, ErrorSubject.Message)]
    [InlineData(21654, BadRequest, ErrorSubject.Message)]
    [InlineData(21656, BadRequest, ErrorSubject.Message, 1034)]
    [InlineData(63005, BadRequest, ErrorSubject.Message)]
    [InlineData(63006, BadRequest, ErrorSubject.Message)]
    [InlineData(63013, BadRequest, ErrorSubject.Message, 43)]
    [InlineData(63019, BadRequest, ErrorSubject.Message, 1026)]
    [InlineData(63021, BadRequest, ErrorSubject.Message)]
    [InlineData(63027, BadRequest, ErrorSubject.Message, 1031)]
    [InlineData(63028, BadRequest, ErrorSubject.Message, 1030)]
    [InlineData(63030, BadRequest, ErrorSubject.Message, 1005)]
    [InlineData(21910, Configuration, ErrorSubject.Sender)]
    [InlineData(63001, Configuration, ErrorSubject.Account)]
    [InlineData(63002, Configuration, ErrorSubject.Sender)]
    [InlineData(63007, Configuration, ErrorSubject.Sender)]
    [InlineData(63008, Configuration, ErrorSubject.Account)]
    [InlineData(63020, Configuration, ErrorSubject.Account)]
    [InlineData(63022, Configuration, ErrorSubject.Sender, 1021)]
    [InlineData(63062, Configuration, ErrorSubject.Account)]
    [InlineData(63018, Throttled, ErrorSubject.Message)]
    [InlineData(63038, Throttled, ErrorSubject.Message)]
    [InlineData(63009, Other, ErrorSubject.Message)]
    [InlineData(63010, Other, ErrorSubject.Account)]
    [InlineData(63012, Other, ErrorSubject.Account)]
    [InlineData(63023, Other, ErrorSubject.Message)]
    public void TwilioOnWhatsApp(int code, ErrorClass @class, ErrorSubject about, int? published = null) =>
        Holds(TwilioErrors.WhatsApp, code, @class, about, published);

    [Fact]
    public void No_error_about_a_person_or_a_content_is_evidence_against_an_account()
    {
        foreach (
            var table in (ErrorTable[])[
                MetaErrors.Table, VonageErrors.Sms, VonageErrors.Viber, VonageErrors.WhatsApp, VonageErrors.Rcs, TwilioErrors.Sms,
                TwilioErrors.WhatsApp, MessengerErrors.Table])
        {
            table.Known.Values.Where(known => known.Class is NotReachable or RecipientRefused or BadRequest or Throttled or Expired)
                .Should().OnlyContain(known => known.About == ErrorSubject.Message);
        }
    }

    private static void Holds(ErrorTable table, int code, ErrorClass @class, ErrorSubject about, int? published)
    {
        var reason = table.Failure(code, null);

        reason.Class.Should().Be(@class);
        reason.Code.Should().Be(published ?? ErrorCodes.For(@class));
        table.AboutOf(code).Should().Be(about);
    }
}
