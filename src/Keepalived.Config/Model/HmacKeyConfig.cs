namespace Keepalived.Config.Model;

/// <summary>A key of auth_hmac.</summary>
/// <param name="Id">1..255.</param>
/// <param name="Key">32 to 64 octets; empty when it stands in a file.</param>
/// <param name="File">Path of the key file, or empty.</param>
public sealed record HmacKeyConfig(byte Id, EquatableArray<byte> Key, string File = "");
