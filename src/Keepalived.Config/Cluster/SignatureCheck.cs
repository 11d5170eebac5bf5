using Keepalived.Config.Model;

namespace Keepalived.Config.Cluster;

/// <summary>Does a director take the signed or unsigned adverts (<c>auth_hmac</c>) of another one?</summary>
internal static class SignatureCheck
{
    /// <summary>Why not, as said of the speaker; null = it does.</summary>
    public static string? Flaw(HmacConfig? speaker, HmacConfig? listener, string listenersFile)
    {
        if (speaker is null || speaker.Mode == HmacMode.ReceiveOnly)
        {
            return listener is { Mode: HmacMode.Enforce }
                ? $"adverts are not signed here, and {listenersFile} takes none without a signature (auth_hmac)"
                : null;
        }

        if (listener is null)
        {
            return $"adverts are signed here, and {listenersFile} has no auth_hmac and drops them";
        }

        HmacKeyConfig? signing = speaker.Keys.FirstOrDefault(key => key.Id == speaker.ActiveKeyId);
        HmacKeyConfig? there = listener.Keys.FirstOrDefault(key => key.Id == speaker.ActiveKeyId);
        if (there is null)
        {
            return $"adverts are signed with auth_hmac key {speaker.ActiveKeyId}, which {listenersFile} does not have";
        }

        // What stands in files of the directors nobody knows here.
        bool canCompare = signing is { File.Length: 0 } && there.File.Length == 0;
        return canCompare && !signing!.Key.SequenceEqual(there.Key)
            ? $"auth_hmac key {speaker.ActiveKeyId} is another one than in {listenersFile}"
            : null;
    }
}
