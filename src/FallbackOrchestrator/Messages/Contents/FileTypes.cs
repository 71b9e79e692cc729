using System.Collections.Frozen;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The types of files that a channel accepts, recognised by the extension of the address.</summary>
public static class FileTypes
{
    /// <summary>Images that WhatsApp and Viber accept.</summary>
    public static readonly IReadOnlyList<string> Pictures = ["jpg", "jpeg", "png"];

    /// <summary>Videos that WhatsApp and Viber accept.</summary>
    public static readonly IReadOnlyList<string> Videos = ["mp4", "3gp", "3gpp"];

    /// <summary>Audio files that WhatsApp accepts.</summary>
    public static readonly IReadOnlyList<string> WhatsAppRecordings = ["aac", "amr", "mp3", "m4a", "mp4", "ogg", "opus"];

    /// <summary>Videos that LINE accepts.</summary>
    public static readonly IReadOnlyList<string> LineVideos = ["mp4"];

    /// <summary>Audio files that LINE accepts.</summary>
    public static readonly IReadOnlyList<string> LineRecordings = ["m4a", "mp3"];

    /// <summary>Images that Instagram accepts.</summary>
    public static readonly IReadOnlyList<string> InstagramPictures = ["jpg", "jpeg", "png", "gif"];

    /// <summary>Videos that Instagram accepts.</summary>
    public static readonly IReadOnlyList<string> InstagramVideos = ["mp4", "ogg", "avi", "mov", "webm"];

    /// <summary>Audio files that Instagram accepts.</summary>
    public static readonly IReadOnlyList<string> InstagramRecordings = ["aac", "m4a", "wav", "mp4"];

    /// <summary>Documents that Instagram accepts.</summary>
    public static readonly IReadOnlyList<string> InstagramDocuments = ["pdf"];

    /// <summary>Videos that a Telegram bot sends.</summary>
    public static readonly IReadOnlyList<string> TelegramVideos = ["mp4"];

    /// <summary>Audio files that a Telegram bot sends.</summary>
    public static readonly IReadOnlyList<string> TelegramRecordings = ["mp3", "m4a"];

    /// <summary>Documents that a Telegram bot sends by their address.</summary>
    public static readonly IReadOnlyList<string> TelegramDocuments = ["pdf", "zip", "gif"];

    /// <summary>Documents that Viber accepts.</summary>
    public static readonly IReadOnlyList<string> ViberDocuments =
    [
        "doc", "docx", "rtf", "dot", "dotx", "odt", "odf", "fodt", "txt", "info", "pdf", "xps", "pdax", "eps", "xls", "xlsx", "ods", "fods",
        "csv", "xlsm", "xltx",
    ];

    // An address may end in any text, such as the name of the program that writes the file. Only these endings tell the type of the file.
    private static readonly FrozenSet<string> Known =
    [
        .. Pictures, .. Videos, .. WhatsAppRecordings, .. ViberDocuments,
        "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "heif", "avif", "ico", "psd",
        "mov", "avi", "webm", "mkv", "wmv", "flv", "m4v", "mpg", "mpeg", "ogv",
        "wav", "flac", "wma", "aiff", "mid", "midi",
        "ppt", "pptx", "odp", "zip", "rar", "7z", "gz", "tar", "apk", "exe", "dmg", "iso", "epub", "json", "xml", "ics", "vcf", "dwg", "key",
    ];

    /// <summary>
    /// The reason why a channel that accepts some types rejects the file at an address; null if the address does not tell.
    /// </summary>
    public static string? WhyNot(Uri address, IReadOnlyList<string>? taken) =>
        taken is not null && MediaName.ExtensionOf(MediaName.Of(address)) is { } extension && Known.Contains(extension)
        && !taken.Contains(extension)
            ? $"the address ends in .{extension}, and the channel takes {string.Join(", ", taken)} only"
            : null;
}
