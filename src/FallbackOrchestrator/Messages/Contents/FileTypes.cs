using System.Collections.Frozen;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The types of files that a channel takes, known by the extension of the address.</summary>
public static class FileTypes
{
    /// <summary>Pictures that WhatsApp and Viber take.</summary>
    public static readonly IReadOnlyList<string> Pictures = ["jpg", "jpeg", "png"];

    /// <summary>Videos that WhatsApp and Viber take.</summary>
    public static readonly IReadOnlyList<string> Videos = ["mp4", "3gp", "3gpp"];

    /// <summary>Recordings that WhatsApp takes.</summary>
    public static readonly IReadOnlyList<string> WhatsAppRecordings = ["aac", "amr", "mp3", "m4a", "mp4", "ogg", "opus"];

    /// <summary>Documents that Viber takes.</summary>
    public static readonly IReadOnlyList<string> ViberDocuments =
    [
        "doc", "docx", "rtf", "dot", "dotx", "odt", "odf", "fodt", "txt", "info", "pdf", "xps", "pdax", "eps", "xls", "xlsx", "ods", "fods",
        "csv", "xlsm", "xltx",
    ];

    // An address may end in anything, such as the name of a program that writes the file: only these say what the file is.
    private static readonly FrozenSet<string> Known =
    [
        .. Pictures, .. Videos, .. WhatsAppRecordings, .. ViberDocuments,
        "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "heif", "avif", "ico", "psd",
        "mov", "avi", "webm", "mkv", "wmv", "flv", "m4v", "mpg", "mpeg", "ogv",
        "wav", "flac", "wma", "aiff", "mid", "midi",
        "ppt", "pptx", "odp", "zip", "rar", "7z", "gz", "tar", "apk", "exe", "dmg", "iso", "epub", "json", "xml", "ics", "vcf", "dwg", "key",
    ];

    /// <summary>Why a channel that takes some types refuses what lies at an address; null where nothing says so.</summary>
    public static string? WhyNot(Uri address, IReadOnlyList<string>? taken) =>
        taken is not null && MediaName.ExtensionOf(MediaName.Of(address)) is { } extension && Known.Contains(extension)
        && !taken.Contains(extension)
            ? $"the address ends in .{extension}, and the channel takes {string.Join(", ", taken)} only"
            : null;
}
