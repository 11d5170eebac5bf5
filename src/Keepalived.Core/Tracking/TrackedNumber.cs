namespace Keepalived.Core.Tracking;

/// <summary>The number at the start of a tracked file.</summary>
public static class TrackedNumber
{
    /// <summary>Octets that are looked at; a number is not longer.</summary>
    public const int MaximumLength = 64;

    /// <summary>
    /// Reads a signed decimal number after leading blanks. False when there is none or it does not fit an int.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int value)
    {
        ReadOnlySpan<char> rest = text.TrimStart();
        int length = rest is ['-' or '+', ..] ? 1 : 0;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        return int.TryParse(
            rest[..length],
            System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture,
            out value);
    }
}
