using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Keepalived.Linux.Checks;

/// <summary>
/// A private key that is encrypted as before PKCS #8: the headers of RFC 1421 (4.6.1.1, 4.6.1.3) stand above its
/// octets. The framework reads none of these; openssl wrote them for decades and still does if asked.
/// </summary>
internal static class EncryptedKeyText
{
    private const string Begin = "-----BEGIN ";
    private const string Mark = "Proc-Type: 4,ENCRYPTED";
    private const string Algorithm = "DEK-Info: ";
    private const int SaltLength = 8;

    /// <summary>True if <paramref name="text"/> has a key that <see cref="Decrypt"/> is for.</summary>
    public static bool IsIn(string text) => text.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The same key as PEM without encryption.</summary>
    /// <exception cref="CryptographicException">The password is wrong, or the text is not what it says.</exception>
    public static string Decrypt(string text, string password)
    {
        int mark = text.IndexOf(Mark, StringComparison.Ordinal);
        int begin = text.LastIndexOf(Begin, mark, StringComparison.Ordinal);
        if (begin < 0)
        {
            throw Malformed();
        }

        using StringReader reader = new(text[(begin + Begin.Length)..]);
        string label = (reader.ReadLine() ?? "").TrimEnd().TrimEnd('-');
        string algorithm = "";
        for (string? line = reader.ReadLine(); !string.IsNullOrWhiteSpace(line); line = reader.ReadLine())
        {
            algorithm = line.StartsWith(Algorithm, StringComparison.Ordinal) ? line[Algorithm.Length..] : algorithm;
        }

        StringBuilder body = new();
        for (string? line = reader.ReadLine(); line is not null && !line.StartsWith('-'); line = reader.ReadLine())
        {
            body.AppendLine(line + " ");
        }

        try
        {
            return PemEncoding.WriteString(
                label, Decrypt(Convert.FromBase64String(body.ToString()), algorithm.Split(','), password));
        }
        catch (FormatException)
        {
            throw Malformed();
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The file says how it was encrypted.")]
    private static byte[] Decrypt(byte[] octets, string[] algorithm, string password)
    {
        using SymmetricAlgorithm cipher = algorithm[0].Trim() switch
        {
            "AES-128-CBC" => Sized(Aes.Create(), 128),
            "AES-192-CBC" => Sized(Aes.Create(), 192),
            "AES-256-CBC" => Sized(Aes.Create(), 256),
            "DES-EDE3-CBC" => Sized(TripleDES.Create(), 192),
            string other => throw new CryptographicException($"The key is encrypted with '{other}': not known."),
        };
        byte[] vector = algorithm.Length == 2 ? Convert.FromHexString(algorithm[1].Trim()) : [];
        if (vector.Length * 8 != cipher.BlockSize)
        {
            throw Malformed();
        }

        cipher.Key = Derive(Encoding.UTF8.GetBytes(password), vector.AsSpan(0, SaltLength), cipher.KeySize / 8);
        return cipher.DecryptCbc(octets, vector);
    }

    private static SymmetricAlgorithm Sized(SymmetricAlgorithm cipher, int bits)
    {
        cipher.KeySize = bits;
        return cipher;
    }

    /// <summary>EVP_BytesToKey of OpenSSL, one round: each digest is of the one before, password and salt.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The file says how it was encrypted.")]
    private static byte[] Derive(byte[] password, ReadOnlySpan<byte> salt, int length)
    {
        List<byte> key = [];
        byte[] digest = [];
        while (key.Count < length)
        {
            digest = MD5.HashData([.. digest, .. password, .. salt]);
            key.AddRange(digest);
        }

        return [.. key.Take(length)];
    }

    private static CryptographicException Malformed() => new("The encrypted key is malformed.");
}
