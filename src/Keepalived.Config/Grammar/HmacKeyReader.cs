using System.Text;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>Reads "key ID VALUE" of auth_hmac.</summary>
internal static class HmacKeyReader
{
    private const int MinLength = 32;
    private const int MaxLength = 64;

    public static void Read(ConfigParser p, HmacDraft d)
    {
        if (!p.TryInteger(1, 1, 255, out long id))
        {
            return;
        }

        string value = p.Word(2);
        byte[]? key = [];
        string file = "";
        if (value.StartsWith("file:", StringComparison.Ordinal))
        {
            file = value["file:".Length..];
        }
        else
        {
            key = value.StartsWith("hex:", StringComparison.Ordinal)
                ? FromHex(value["hex:".Length..])
                : Encoding.UTF8.GetBytes(value);
            if (key is null || key.Length is < MinLength or > MaxLength)
            {
                p.ErrorAt(2, $"{p.Context}auth_hmac key {id} must have {MinLength} to {MaxLength} bytes - ignoring");
                return;
            }
        }

        if (d.Keys.Exists(k => k.Id == id))
        {
            p.Error($"{p.Context}auth_hmac key {id} already defined - ignoring");
            return;
        }

        d.Keys.Add(new HmacKeyConfig((byte)id, key.ToEquatableArray(), file));
    }

    private static byte[]? FromHex(string digits) =>
        digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
}
