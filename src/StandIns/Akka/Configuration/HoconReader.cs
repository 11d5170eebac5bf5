using System.Globalization;
using System.Text;

namespace Akka.Configuration;

/// <summary>
/// Reads the dialect of HOCON that Akka.NET understands: no += and no include of files; a substitution is resolved
/// within this text, after all of it was read, so that later keys win; an unquoted value ends at the end of its line.
/// </summary>
internal sealed class HoconReader
{
    private const string NotInText = "$\"{}[]:=,#`^?!@*&\\";
    private const string NotInKey = NotInText + ".";
    private readonly string _text;
    private readonly List<HoconNode.Substitution> _substitutions = [];
    private int _at;
    private HoconReader(string text) => _text = text;
    private bool AtEnd => _at >= _text.Length;
    private char Next => AtEnd ? '\0' : _text[_at];
    private bool AtComment => Next == '#' || (Next == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');
    private bool AtText => !AtEnd && !char.IsWhiteSpace(Next) && !AtComment && !NotInText.Contains(Next);

    internal static HoconNode Read(string text)
    {
        var reader = new HoconReader(text);
        var root = HoconNode.Of([]);
        reader.Object(root.Object);
        var config = new Config(root);
        foreach (HoconNode.Substitution s in reader._substitutions)
        {
            s.Target = config.Node(s.Path) ?? throw new FormatException($"Unresolved substitution: {s.Path}");
        }
        return root;
    }

    private void Object(Dictionary<string, HoconNode> keys)
    {
        while (true)
        {
            SkipSpaceAndComments();
            if (AtEnd) { return; }
            if (Next == '}')
            {
                _at++;
                return;
            }
            if (Next == '{')
            {
                // Braces around the whole text.
                _at++;
                Object(keys);
                continue;
            }
            Field(keys);
        }
    }

    private void Field(Dictionary<string, HoconNode> keys)
    {
        while (true)
        {
            string key = Key();
            if (!keys.TryGetValue(key, out HoconNode node)) { keys[key] = node = new HoconNode(); }
            SkipSpaceAndComments();
            switch (Next)
            {
                case '.':
                    _at++;
                    keys = node.BecomeObject();
                    continue;
                case '{':
                    _at++;
                    Object(node.BecomeObject());
                    return;
                case '=' or ':':
                    _at++;
                    if (node.Object is null) { node.Clear(); }
                    Value(node);
                    return;
                default:
                    throw OutOfPlace();
            }
        }
    }

    private string Key()
    {
        if (Next == '"') { return Quoted(); }
        int start = _at;
        while (!AtEnd && !AtComment && !NotInKey.Contains(Next)) { _at++; }
        return start == _at ? throw OutOfPlace() : _text[start.._at].Trim();
    }

    private void Value(HoconNode owner)
    {
        SkipSpaceAndComments();
        if (AtEnd) { throw new FormatException("End of file reached while trying to read a value"); }
        int start = _at;
        while (Piece(owner))
        {
            int space = _at;
            while (Next is ' ' or '\t') { _at++; }
            if (_at > space)
            {
                // Space between two pieces belongs to the joined text; at its end it is trimmed away.
                owner.Add(_text[space.._at]);
            }
        }
        if (Next == ',')
        {
            _at++;
        }
        else if (_at == start && Next != ']')
        {
            throw OutOfPlace();
        }
    }

    private bool Piece(HoconNode owner)
    {
        switch (Next)
        {
            case '{':
                _at++;
                Object(owner.BecomeObject());
                return true;
            case '[':
                _at++;
                owner.Add(Array());
                return true;
            case '"':
                Literal(owner, Ahead("\"\"\"") ? TripleQuoted() : Quoted());
                return true;
            case '$' when Ahead("${"):
                owner.Add(Substitution());
                return true;
            case var _ when AtText:
                Literal(owner, Unquoted());
                return true;
            default:
                return false;
        }
    }

    private static void Literal(HoconNode owner, string text)
    {
        if (owner.Object is not null)
        {
            // A plain value takes the place of an object.
            owner.Clear();
        }
        owner.Add(text);
    }

    private List<HoconNode> Array()
    {
        var elements = new List<HoconNode>();
        SkipSpaceAndComments();
        while (!AtEnd && Next != ']')
        {
            var element = new HoconNode();
            Value(element);
            elements.Add(element);
            SkipSpaceAndComments();
        }
        _at++;
        return elements;
    }

    private HoconNode.Substitution Substitution()
    {
        _at += 2;
        int start = _at;
        while (AtText) { _at++; }
        if (Next != '}') { throw OutOfPlace(); }
        var substitution = new HoconNode.Substitution(_text[start.._at]);
        _at++;
        _substitutions.Add(substitution);
        return substitution;
    }

    private string Unquoted()
    {
        int start = _at;
        while (AtText) { _at++; }
        if (Next is '=' or ':')
        {
            throw new ConfigurationException(
                $"An unquoted value must not contain '{Next}': quote it, or put an object in braces. {Place()}");
        }
        return _text[start.._at];
    }

    private string TripleQuoted()
    {
        int start = _at + 3;
        int end = _text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        string inner = end < 0 ? _text[start..] : _text[start..end];
        _at = end < 0 ? _text.Length : end + 3;
        return inner;
    }

    private string Quoted()
    {
        var inner = new StringBuilder();
        _at++;
        while (!AtEnd && Next != '"')
        {
            inner.Append(Next == '\\' ? Escape() : Next);
            _at++;
        }
        _at++;
        return inner.ToString();
    }

    private char Escape()
    {
        _at++;
        switch (Next)
        {
            case '"' or '\\' or '/':
                return Next;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 < _text.Length:
                char code = (char)int.Parse(
                    _text.AsSpan(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                _at += 4;
                return code;
            default:
                throw new FormatException($"Unknown escape code: {Next}");
        }
    }

    private void SkipSpaceAndComments()
    {
        while (!AtEnd && (char.IsWhiteSpace(Next) || AtComment))
        {
            if (AtComment)
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else
            {
                _at++;
            }
        }
    }

    private bool Ahead(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;
    private FormatException OutOfPlace() => new($"Unknown token at position {_at}: \n{Place()}");

    private string Place()
    {
        int at = Math.Min(_at, _text.Length);
        int from = at == 0 ? 0 : _text.LastIndexOf('\n', at - 1) + 1;
        int to = _text.IndexOf('\n', at);
        return _text[from..(to < 0 ? _text.Length : to)] + "\n" + new string(' ', at - from) + "^";
    }
}
