using System.Text;

namespace MimeKit;

/// <summary>
/// Text in headers: RFC 2047 encoded words for what is not ASCII, and never a line break from outside.
/// </summary>
internal static class HeaderText
{
    private const int LineLimit = 78;
    private const int WordOctets = 45;
    internal static bool IsPlain(string text) => text.All(c => c is >= ' ' and < (char)127);

    internal static string Unstructured(string text)
    {
        string oneLine = text.ReplaceLineEndings(" ");
        return IsPlain(oneLine) ? oneLine : EncodedWords(oneLine);
    }

    internal static string Phrase(string text)
    {
        string oneLine = text.ReplaceLineEndings(" ");
        return !IsPlain(oneLine) ? EncodedWords(oneLine)
            : oneLine.All(c => char.IsAsciiLetterOrDigit(c) || " !#$%&'*+-/=?^_`{|}~".Contains(c)) ? oneLine
            : "\"" + oneLine.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    internal static string Fold(string name, string value)
    {
        var text = new StringBuilder(name).Append(':');
        int column = text.Length;
        foreach (string word in value.Split(' '))
        {
            bool wrap = column + 1 + word.Length > LineLimit && word.Length > 0 && column > name.Length + 1;
            text.Append(wrap ? "\r\n " : " ").Append(word);
            column = (wrap ? 1 : column + 1) + word.Length;
        }
        return text.Append("\r\n").ToString();
    }

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var octets = new List<byte>();
        foreach (Rune rune in text.EnumerateRunes())
        {
            byte[] next = Encoding.UTF8.GetBytes(rune.ToString());
            if (octets.Count + next.Length > WordOctets)
            {
                words.Add(Word(octets));
                octets.Clear();
            }
            octets.AddRange(next);
        }
        words.Add(Word(octets));
        return string.Join(' ', words);
    }

    private static string Word(List<byte> octets) => $"=?utf-8?B?{Convert.ToBase64String([.. octets])}?=";
}
