using System.Text;

namespace Keepalived.Config.Text;

/// <summary>
/// Splits a command as the configuration language does: both kinds of quotes group, and a backslash escapes
/// outside single quotes (\xHH, \ooo, \cX, \a \b \E \f \n \r \t \v, or the character itself).
/// </summary>
public static class ShellWords
{
    /// <summary>The words; <paramref name="unmatched"/> is the quote that was never closed, or '\0'.</summary>
    public static List<string> Split(string text, out char unmatched)
    {
        List<string> words = [];
        StringBuilder word = new();
        unmatched = '\0';
        int i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i >= text.Length)
            {
                return words;
            }

            word.Clear();
            i = ReadWord(text, i, word, out unmatched);
            if (unmatched != '\0')
            {
                return words;
            }

            words.Add(word.ToString());
        }
    }

    private static int ReadWord(string text, int i, StringBuilder word, out char quote)
    {
        quote = '\0';
        for (; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                i = Escape(text, i + 1, word);
            }
            else if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (char.IsWhiteSpace(c))
            {
                break;
            }
            else
            {
                word.Append(c);
            }
        }

        return i;
    }

    /// <summary>Appends the character of the escape at <paramref name="i"/>; returns its last index.</summary>
    private static int Escape(string text, int i, StringBuilder word)
    {
        char c = text[i];
        switch (c)
        {
            case 'x' when i + 1 < text.Length && char.IsAsciiHexDigit(text[i + 1]):
                return Number(text, i + 1, 16, 2, word);
            case >= '0' and <= '7':
                return Number(text, i, 8, 3, word);
            case 'c' when i + 1 < text.Length:
                word.Append((char)(text[i + 1] & 0x1f));
                return i + 1;
            default:
                word.Append(c switch
                {
                    'a' => '\a',
                    'b' => '\b',
                    'E' => '\u001b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\v',
                    _ => c,
                });
                return i;
        }
    }

    private static int Number(string text, int i, int radix, int digits, StringBuilder word)
    {
        int value = 0;
        int last = i;
        for (int n = 0; n < digits && i < text.Length; n++, i++)
        {
            int digit = char.IsAsciiHexDigit(text[i]) ? Convert.ToInt32(text[i].ToString(), 16) : radix;
            if (digit >= radix)
            {
                break;
            }

            value = (value * radix) + digit;
            last = i;
        }

        word.Append((char)(value & 0xff));
        return last;
    }
}
