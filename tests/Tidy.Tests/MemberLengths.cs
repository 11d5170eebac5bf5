namespace Tidy.Tests;

/// <summary>A member of a type: where it begins and how many lines it takes.</summary>
internal readonly record struct Member(string Header, int Line, int Length);

/// <summary>
/// Finds the members of all types in C# text by their braces. It knows no grammar: a block is a type when the words
/// before its brace say so, and what stands directly in a type and has parentheses or an arrow is a method.
/// </summary>
internal static class MemberLengths
{
    private static readonly string[] _typeWords = ["class", "struct", "record", "interface", "enum", "extension"];

    public static List<Member> Of(string text)
    {
        string code = Blank(text);
        var members = new List<Member>();
        var typeBlocks = new Stack<bool>([true]);
        int start = -1;
        int parentheses = 0;
        for (int at = 0; at < code.Length; at++)
        {
            char c = code[at];
            bool inType = typeBlocks.Peek();
            start = inType && start < 0 && !char.IsWhiteSpace(c) && c != '}' ? at : start;
            parentheses += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (c == '{')
            {
                bool opensType = inType && IsTypeHeader(code[start..at]);
                typeBlocks.Push(opensType);
                start = opensType ? -1 : start;
            }
            else if (c == '}')
            {
                typeBlocks.Pop();
                if (typeBlocks.Peek() && start >= 0 && !ContinuesAfter(code, at))
                {
                    Add(members, text, code, start, at);
                    start = -1;
                }
            }
            else if (c == ';' && inType && parentheses == 0 && start >= 0)
            {
                Add(members, text, code, start, at);
                start = -1;
            }
        }
        return members;
    }

    // "= new() { ... };" and "=> x switch { ... };" and "{ get; } = 1;" end at their semicolon, not at the brace.
    private static bool ContinuesAfter(string code, int brace)
    {
        int next = brace + 1;
        while (next < code.Length && char.IsWhiteSpace(code[next]))
        {
            next++;
        }
        return next < code.Length && code[next] is ';' or '=' or ',' or '.' or ')' or ']';
    }

    private static bool IsTypeHeader(string header)
    {
        header = header.TrimStart();
        while (header.StartsWith('['))
        {
            header = header[(EndOfBracket(header) + 1)..].TrimStart();
        }
        string head = header.Split('(', '=', ':')[0];
        string[] words = head.Split([' ', '\n', '\r', '<', '['], StringSplitOptions.RemoveEmptyEntries);
        return words.Any(_typeWords.Contains) || words is ["namespace", ..];
    }

    private static int EndOfBracket(string header)
    {
        int depth = 0;
        for (int at = 0; at < header.Length; at++)
        {
            depth += header[at] == '[' ? 1 : header[at] == ']' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }
        return header.Length - 1;
    }

    private static void Add(List<Member> members, string text, string code, int start, int end)
    {
        string header = code[start..end];
        int brace = header.IndexOf('{');
        int arrow = header.IndexOf("=>", StringComparison.Ordinal);
        int equals = header.IndexOf('=');
        bool isField = equals >= 0 && (arrow < 0 || equals < arrow) && (brace < 0 || equals < brace)
            && !header[..equals].Contains('(');
        bool isTable = arrow >= 0 && !header[..arrow].Contains('(') && header[arrow..].StartsWith("=> new");
        if (isField || isTable || (!header.Contains('(') && arrow < 0))
        {
            return;
        }
        int line = text.AsSpan(0, start).Count('\n') + 1;
        int length = text.AsSpan(start, end - start).Count('\n') + 1;
        members.Add(new Member(header.Split('\n')[0].Trim(), line, length));
    }

    /// <summary>The text with comments and the insides of strings as blanks, line ends kept.</summary>
    private static string Blank(string text)
    {
        char[] code = text.ToCharArray();
        int at = 0;
        while (at < text.Length)
        {
            int end = EndOfOpaque(text, at);
            for (int i = at; i < end; i++)
            {
                code[i] = text[i] == '\n' ? '\n' : ' ';
            }
            at = Math.Max(end, at + 1);
        }
        return new string(code);
    }

    // Where the comment, string or character that begins here ends; the same place when none begins.
    private static int EndOfOpaque(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (rest.StartsWith("//") || (rest[0] == '#' && (at == 0 || text[at - 1] is '\n' or ' ')))
        {
            return Find(text, "\n", at, 0);
        }
        if (rest.StartsWith("/*"))
        {
            return Find(text, "*/", at + 2, 2);
        }
        if (rest.StartsWith("\"\"\""))
        {
            int quotes = rest.IndexOfAnyExcept('"');
            return Find(text, new string('"', quotes), at + quotes, quotes);
        }
        if (rest[0] == '"')
        {
            bool verbatim = at > 0 && (text[at - 1] == '@' || (at > 1 && text[at - 1] == '$' && text[at - 2] == '@'));
            return EndOfString(text, at + 1, verbatim);
        }
        return rest[0] == '\'' ? EndOfCharacter(text, at) : at;
    }

    private static int EndOfString(string text, int at, bool verbatim)
    {
        while (at < text.Length && text[at] != '"' && (verbatim || text[at] != '\n'))
        {
            at += text[at] == '\\' && !verbatim ? 2 : 1;
        }
        bool doubled = verbatim && at + 1 < text.Length && text[at + 1] == '"';
        return doubled ? EndOfString(text, at + 2, verbatim) : Math.Min(at + 1, text.Length);
    }

    private static int EndOfCharacter(string text, int at)
    {
        bool escaped = at + 1 < text.Length && text[at + 1] == '\\';
        int close = text.IndexOf('\'', Math.Min(at + (escaped ? 3 : 2), text.Length));
        return close < 0 || close - at > 8 ? at : close + 1;
    }

    private static int Find(string text, string what, int from, int extra)
    {
        int found = text.IndexOf(what, Math.Min(from, text.Length), StringComparison.Ordinal);
        return found < 0 ? text.Length : found + extra;
    }
}
