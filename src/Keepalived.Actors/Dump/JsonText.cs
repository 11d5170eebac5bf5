using System.Globalization;
using System.Text;

namespace Keepalived.Actors.Dump;

/// <summary>
/// One line of JSON with <c>/</c> written as <c>\/</c>, as keepalived's files have it: readers compare text, so the
/// base library's writer, which escapes differently, is of no use here.
/// </summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private bool _needsComma;

    public JsonText Open(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    public JsonText Close(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
        return this;
    }

    public JsonText Key(string name)
    {
        Separate();
        AppendString(name);
        _text.Append(':');
        _needsComma = false;
        return this;
    }

    public void Add(string name, string value) => Key(name).String(value);

    public void Add(string name, long value) => Key(name).Raw(value.ToString(CultureInfo.InvariantCulture));

    public void Add(string name, bool value) => Key(name).Raw(value ? "true" : "false");

    /// <summary>The shortest decimal form: 1, 0.5.</summary>
    public void Add(string name, double value) => Key(name).Raw(value.ToString("R", CultureInfo.InvariantCulture));

    public void AddIf(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Add(name, value);
        }
    }

    /// <summary>An array of strings; nothing at all when it is empty.</summary>
    public void AddIfAny(string name, IEnumerable<string> values)
    {
        bool any = false;
        foreach (string value in values)
        {
            if (!any)
            {
                Key(name).Open('[');
                any = true;
            }

            String(value);
        }

        if (any)
        {
            Close(']');
        }
    }

    public JsonText String(string value)
    {
        Separate();
        AppendString(value);
        _needsComma = true;
        return this;
    }

    public JsonText Raw(string value)
    {
        Separate();
        _text.Append(value);
        _needsComma = true;
        return this;
    }

    /// <summary>
    /// What was written so far. In pieces: the whole text of a large host would stand on the large object heap.
    /// </summary>
    public StringBuilder Written => _text;

    /// <summary>Ends the line.</summary>
    public JsonText Line()
    {
        _text.Append('\n');
        return this;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            _text.Append(',');
        }
    }

    private void AppendString(string value)
    {
        _text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '/' => _text.Append("\\/"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                < ' ' => _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
