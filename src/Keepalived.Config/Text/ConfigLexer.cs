using System.Collections.Immutable;
using System.Text;

namespace Keepalived.Config.Text;

/// <summary>
/// Cuts text into comments, braces and words; every method accepts any text. An instance keeps the words it has seen
/// before, as files say the same few again and again.
/// </summary>
public sealed class ConfigLexer
{
    private const int LongestKept = 24;
    private const int MostKept = 4096;
    private const int LongestCut = 64;
    private const int MostCut = 1024;

    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CutLine> _cut = new(StringComparer.Ordinal);
    private readonly List<ConfigWord> _words = [];

    /// <summary>
    /// A line without blanks around it that was cut before with its first character at <paramref name="column"/>;
    /// null: there is none.
    /// </summary>
    internal CutLine? Known(ReadOnlySpan<char> line, int column) =>
        _cut.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(line, out CutLine? cut) && cut.Column == column
            ? cut
            : null;

    /// <summary>True if a line is made of words and braces only, whatever was defined or included.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> line)
    {
        if (line.Length > LongestCut || line.StartsWith("include"))
        {
            return false;
        }

        // Not by SearchValues, for which the runtime compiles a dozen methods at the start.
        foreach (char c in line)
        {
            if (c is '$' or '~' or '@' or '"' or '#' or '!' or '\0')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Cuts a plain line into pieces, and keeps them if there is room.</summary>
    internal CutLine Cut(string line, int column)
    {
        int brace = line.AsSpan().IndexOfAny('{', '}');
        CutPiece[] pieces = brace < 0 ? [Piece(0, line, column)]
            : brace > 0 && brace == line.Length - 1
                ? [Piece(0, line[..brace].TrimEnd(), column), Piece(brace, Brace(line[^1]), column)]
                : SeveralPieces(line, column);
        CutLine cut = new(line, column, pieces);
        if (_cut.Count < MostCut)
        {
            _cut[line] = cut;
        }

        return cut;
    }

    private CutPiece[] SeveralPieces(string line, int column)
    {
        List<(int Offset, string Text)> parts = SplitBraces(line);
        CutPiece[] pieces = new CutPiece[parts.Count];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = Piece(parts[i].Offset, parts[i].Text, column);
        }

        return pieces;
    }

    private CutPiece Piece(int offset, string text, int column) =>
        new(offset, text, Words(text, column + offset, null, out _));

    private static string Brace(char c) => c == '{' ? "{" : "}";

    /// <summary>
    /// Removes a comment: '#' or '!' anywhere outside double quotes. A backslash before either makes it plain.
    /// </summary>
    public static string StripComment(string line)
    {
        bool quoted = false;
        StringBuilder? changed = null;
        int copied = 0;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c == '\\' && i + 1 < line.Length && (line[i + 1] is '#' or '!'))
            {
                changed ??= new StringBuilder(line.Length);
                changed.Append(line, copied, i - copied);
                copied = ++i;
            }
            else if (!quoted && (c is '#' or '!'))
            {
                line = line[..i];
                break;
            }
        }

        return (changed is null ? line : changed.Append(line, copied, line.Length - copied).ToString()).TrimEnd();
    }

    /// <summary>Cuts a line at unquoted braces; each brace is a piece of its own. Offsets count from 0.</summary>
    public static List<(int Offset, string Text)> SplitBraces(string line)
    {
        List<(int, string)> pieces = new(2);
        bool quoted = false;
        int start = 0;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && IsReference(line, i, out int end))
            {
                i = end;
            }
            else if (!quoted && (c is '{' or '}'))
            {
                AddPiece(pieces, line, start, i);
                pieces.Add((i, Brace(c)));
                start = i + 1;
            }
        }

        AddPiece(pieces, line, start, line.Length);
        return pieces;
    }

    // ${NAME} that nobody defined stays as it is, braces included.
    private static bool IsReference(string line, int at, out int end)
    {
        end = line[at] == '$' && at + 1 < line.Length && line[at + 1] == '{' ? line.IndexOf('}', at) : -1;
        return end > 0;
    }

    private static void AddPiece(List<(int Offset, string Text)> pieces, string line, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(line[start]))
        {
            start++;
        }

        if (start < end)
        {
            pieces.Add((start, line[start..end].TrimEnd()));
        }
    }

    /// <summary>
    /// Cuts text into words, the first character standing at <paramref name="column"/>. A double quote begins
    /// and ends a word wherever it stands; what follows an unpaired one is dropped and
    /// <paramref name="unterminated"/> set.
    /// </summary>
    /// <param name="columnOf">Where a character stood before definitions were replaced; null: where it stands.</param>
    public ImmutableArray<ConfigWord> Words(
        string text, int column, Func<int, int>? columnOf, out bool unterminated)
    {
        _words.Clear();
        unterminated = false;
        int i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i >= text.Length)
            {
                break;
            }

            int start = i;
            if (text[i] == '"')
            {
                int end = text.IndexOf('"', i + 1);
                if (end < 0)
                {
                    unterminated = true;
                    break;
                }

                _words.Add(new ConfigWord(text[(start + 1)..end], column + Offset(start), true));
                i = end + 1;
                continue;
            }

            while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] != '"')
            {
                i++;
            }

            _words.Add(new ConfigWord(Keep(text, start, i - start), column + Offset(start), false));
        }

        return [.. _words];

        int Offset(int at) => columnOf is null ? at : columnOf(at);
    }

    private string Keep(string text, int start, int length)
    {
        if (length == text.Length)
        {
            return text;
        }

        ReadOnlySpan<char> word = text.AsSpan(start, length);
        if (length > LongestKept)
        {
            return word.ToString();
        }

        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> kept = _kept.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!kept.TryGetValue(word, out string? known))
        {
            known = word.ToString();
            if (_kept.Count < MostKept)
            {
                _kept.Add(known);
            }
        }

        return known;
    }

    /// <summary>True if the word can be the name of a definition.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
