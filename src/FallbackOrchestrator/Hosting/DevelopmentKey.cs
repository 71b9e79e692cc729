namespace FallbackOrchestrator.Hosting;

/// <summary>The private key of the service account at the simulated Google, as appsettings.Development.json has it.</summary>
internal static class DevelopmentKey
{
    public const string Pem =
        """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCu+YKHtQchGtCx
        qSpwT8qf6Vh7neMlwzyq1NjhYH9aeEGohineSTMCTTmmni/0a36m1s2EI4PMvYjD
        Q/O9RN3we0UrA6hHxlXmd/Cuwo4fMyYu5CGuE+m2wuBxvwrSat003q86CIdTlloR
        iDik1GO4hMkRHuvA4ijtYzxLUvTTRt/51lnhbsE31GZG18vZQk4Ln1xy+Rye1Sbg
        BYYlxLWbjyxB31YemUOtEd1ouJ+Ox+3vOfbWZqdnDa2lc1IRI7JLx8ECFVzj/P8H
        3Lih6HraVQ+CDiJyo/BBiLtj6T8C/BPiW9s79uVXLUJ4waQ+FJm5AfplVvJFg88R
        CnOAhlJpAgMBAAECggEASr4khwnKWNbWjP2hNkavXG3WMT/5ltj2Ylb3qhaJcEDs
        cyuUWPLVykbouIbcH0GH4YbiVW7CT0QrVpYBWTlAwQg3PK+cQ8SyTvevJUfQY/16
        cw9aX7z72ekW7R/ZZJbnlT0Ghvi7rfYM1W5mG+rqChkWtqyJsmQpbXY1fEucb18i
        w+7PbtIW8d3cv4eYZ+br3mbHVY1/FizBKT55+2ZoCVEeljYaqfS6SEjPt2egUbW4
        +qMGhwwJjzHhgh7jr8kISttyIo27AzmaX4bjiNf+i3f44lGtOPEFk5OzXNr19ly+
        9846W0puwIadV30dEQvxtB7zSEZMIJHoSjJugl2r3QKBgQDlronQAbO0Yz804z5d
        /kP3F2fR+TDbW4smTN30O1llunqROHEXUffhFVJa+vpKxdD5G9jskV5dizlZNyHW
        0IsFPwPiMC9yfgZ7SlX8elApn3L+YRlFbnzqECX+nrq5vk57+9gFlPHZN5mo5bYm
        otpJkERB1raR1brS/ZYb6seRTwKBgQDDBjKssxUdyOEtkn04DcnFJGJbm29+H1fx
        zB5xFDcQyOaqIaE6G4/juNT9aTRl8jcP493VXj0S+KrHq3a/PEYLr+xqyRWEQ45F
        ZrJtQin+n6Q4MPtOJW1QKpa7xw2qhRzjT10pOnL5DrX0+1Vo3X0Y/WY9tT9b8FQx
        SW2DjbJCxwKBgC1QjDwPuebDFftXQjzFJ5+ebItOwMbmfsOlsry24OJjMj9ohVd2
        gpNT45WzoqIR+TLMvbWe0KFgEIZ7jB+XsXXtgtSjcRkDqD+24NQZRauQm914RsYe
        EGMVoIllw61V0KJBg9NGGZkjkRtzhsaEptCQuAbNV+PZ6Swrf+wuHAWdAoGAC67V
        Xk8kFrKv+qDp62+4BJ1XXxGCrlWGWS/XKwMBAXpnhw2YsPhxuDycVcn1n53Q+py1
        71BD7F0FLgzxgidEMvMJAKSnK1M4tKOgULdD+MLrfYpBo77OO50xhnI4OVzcDCn2
        9L9Rn+XntJNR3IRYOCUF+PBgqUtOX918OANHCIUCgYEAwp8umIIGQACdG0EuJlgn
        CGMPYkquBvkMPwLeLj9l8fRgsiFWP01QtrsGFDEx+PwHtBVuij7htxuzj/wNZqRG
        DPh9FQ/vk1+oAgykzaNQdP3HxNFEHcQ+L2+Lsu6+PSR9Bwlkfn0iCW7LMWrwI3Dw
        cuGwzwlzfP10DjCei8YUzCc=
        -----END PRIVATE KEY-----

        """;
}
