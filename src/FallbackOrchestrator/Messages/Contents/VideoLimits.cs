namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The data about a video that a channel requires, with the largest values that it accepts.</summary>
/// <param name="MostSeconds">The longest video, in seconds.</param>
/// <param name="MostMegabytes">The largest video, in megabytes of 1,048,576 bytes.</param>
/// <param name="LongestThumbnail">The most characters of its thumbnail's address.</param>
public sealed record VideoLimits(int MostSeconds, int MostMegabytes, int LongestThumbnail)
{
    /// <summary>The bytes of a megabyte.</summary>
    public const int Megabyte = 1024 * 1024;

    /// <summary>The reason why the channel does not accept a video; null if it does.</summary>
    public string? WhyNot(ContentBody.Video video)
    {
        if (video is not { Thumbnail: { } thumbnail, Seconds: > 0 and var seconds, Bytes: > 0 and var bytes })
            return "the channel takes a video only with its video.thumbnail, video.duration and video.filesize";
        if (seconds > MostSeconds)
            return $"the video is longer than the channel's {MostSeconds} seconds";
        if (bytes > (long)MostMegabytes * Megabyte)
            return $"the video is larger than the channel's {MostMegabytes} MB";
        return thumbnail.OriginalString.Length > LongestThumbnail
            ? $"the address of the video's thumbnail is longer than the channel's {LongestThumbnail} characters"
            : null;
    }
}
