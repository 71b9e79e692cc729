namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The alphabet of an SMS.</summary>
public enum SmsEncoding
{
    /// <summary>GSM-7 if every character is in it, else UCS-2.</summary>
    Auto,

    /// <summary>160 characters in one segment, 153 in each of several.</summary>
    Gsm7,

    /// <summary>70 characters in one segment, 67 in each of several.</summary>
    Ucs2,
}
