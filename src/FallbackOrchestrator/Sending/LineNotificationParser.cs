using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.Subaccounts;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending;

/// <summary>
/// Turns a LINE Official Notification into a message: a step on LineNotification, and one on SMS if there is an <c>smsFallback</c>. Only a
/// failure starts the SMS, because the request names no window.
/// </summary>
internal sealed class LineNotificationParser(SendRequestParser parser)
{
    private const string ContentField = "content";
    private const string SmsField = "smsFallback";

    private static readonly RequestedStep OnLine = new() { Channel = Channel.LineNotification.Name.Value };

    private static readonly RequestedStep BySms = new() { Channel = Channel.Sms.Name.Value };

    /// <param name="request">The request.</param>
    /// <param name="subaccount">The subaccount of the caller.</param>
    /// <param name="now">The time.</param>
    public ParsedSend Read(LineNotificationRequest request, Subaccount subaccount, DateTimeOffset now)
    {
        var send = new SendRequest
        {
            User = request.User,
            ClientMessageId = request.ClientMessageId,
            DlrCallbackUrl = request.DlrCallbackUrl,
            Channels = request.SmsFallback is null ? [OnLine] : [OnLine, BySms],
        };
        var read = parser.Read(send, subaccount, now, _ => Content(request, subaccount));
        return (read with { Warnings = [.. InTermsOfTheRequest(read)] }).With([.. NoticeParser.Lost(request.Content, ContentField)]);
    }

    // The request has no field for a window.
    private static IEnumerable<string> InTermsOfTheRequest(ParsedSend read) => read.Warnings.Select(
        warning => read.Message?.Message.Sequence[1] is { } step && warning == StepRules.WindowMissing(1, step)
            ? "smsFallback follows only if LINE does not take the message: POST …/messages can also send it after a time"
            : warning);

    private static ContentResult Content(LineNotificationRequest request, Subaccount subaccount)
    {
        // The request names no channels, so that it could not mend an error of one.
        if (WhyNot(Channel.LineNotification, "subAccountId", subaccount) is { } noLine)
            return new ContentResult(null, noLine);
        if (request.SmsFallback is not null && WhyNot(Channel.Sms, SmsField, subaccount) is { } noSms)
            return new ContentResult(null, noSms);
        if (request.Content is null)
            return new ContentResult(null, ContentMissing(ContentField));
        var fields = new FieldReader();
        var notice = NoticeParser.Read(request.Content, ContentField, fields);
        var content = new MessageContent(
            notice,
            Steps: request.SmsFallback is { } sms ? ImmutableDictionary<int, StepContent>.Empty.Add(2, Sms(sms, fields)) : null);
        return fields.Problem is { } problem ? new ContentResult(null, problem) : new ContentResult(content, null);
    }

    private static StepContent Sms(RequestedSmsFallback sms, FieldReader fields)
    {
        var text = string.IsNullOrEmpty(sms.Text) ? fields.Refuse(TextMissing($"{SmsField}.text"), "") : sms.Text;
        if (text.Length > ContentParser.LongestText)
            fields.Refuse(FallbackTextTooLong($"{SmsField}.text", ContentParser.LongestText));
        return new StepContent(
            new ContentBody.Text(text),
            Sms: ContentParser.ReadSms(sms.Encoding, sms.Source, SmsField, fields));
    }

    private static Problem? WhyNot(Channel channel, string field, Subaccount subaccount) =>
        subaccount.Accounts.Any(account => account.Channel == channel)
            ? null : ChannelNotConfigured(field, channel.Name.Value, SequenceEntryParser.Served(subaccount.Accounts));
}
