using System.Text;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>Reads "key ID VALUE" of auth_hmac.</summary>
internal static class HmacKeyReader
{
    private const int MinLength = 32;
    private const int MaxLength = 64;

    // "hex:", two digits an octet, and the end of the line.
    private const int MaxFileLength = 4 + (2 * MaxLength) + 2;

    public static void Read(ConfigParser p, HmacDraft d)
    {
        // Keepalived goes on without it, unlike with other keywords that lack a word.
        if (p.Line.ArgumentCount < 2)
        {
            p.ErrorAt(0, $"{p.Context}auth_hmac key needs an id and a value - ignoring", "key ID VALUE");
            return;
        }

        if (!p.TryInteger(1, 1, 255, out long id))
        {
            return;
        }

        string value = p.Word(2);
        string file = value.StartsWith("file:", StringComparison.Ordinal) ? value["file:".Length..] : "";
        byte[]? key;
        if (file.Length == 0)
        {
            key = Decode(Encoding.UTF8.GetBytes(value));
        }
        else if (p.Host.ReadSecret(file, MaxFileLength, out string failure) is { } content)
        {
            key = Decode(content.AsSpan().TrimEnd("\r\n"u8).ToArray());
        }
        else
        {
            p.ErrorAt(2, $"{p.Context}auth_hmac key {id}: cannot use {file}: {failure} - ignoring");
            return;
        }

        if (key is null || key.Length is < MinLength or > MaxLength)
        {
            p.ErrorAt(2, $"{p.Context}auth_hmac key {id} must have {MinLength} to {MaxLength} bytes - ignoring");
            return;
        }

        if (d.Keys.Exists(k => k.Id == id))
        {
            p.Error($"{p.Context}auth_hmac key {id} already defined - ignoring");
            return;
        }

        d.Keys.Add(new HmacKeyConfig((byte)id, key.ToEquatableArray(), file));
    }

    private static byte[]? Decode(byte[] value) =>
        value.AsSpan().StartsWith("hex:"u8) ? FromHex(Encoding.ASCII.GetString(value.AsSpan("hex:"u8.Length))) : value;

    private static byte[]? FromHex(string digits) =>
        digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
}
