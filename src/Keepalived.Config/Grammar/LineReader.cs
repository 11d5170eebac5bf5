using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Steps through the words of a route or rule line; the first problem makes the line unusable.</summary>
internal sealed class LineReader(ConfigParser parser, ConfigLine line)
{
    private int _at;

    public ConfigParser Parser => parser;

    public ConfigLine Line => line;

    public bool Failed { get; private set; }

    public AddressFamily? Family { get; set; }

    public bool AtEnd => Failed || _at >= line.Words.Length;

    public string Peek => _at < line.Words.Length ? line.Words[_at].Text : "";

    public string Next() => _at < line.Words.Length ? line.Words[_at++].Text : "";

    public void Fail(string text, string hint = "")
    {
        if (!Failed)
        {
            parser.Diagnostics.Error(line.SpanOf(Math.Max(0, _at - 1)), parser.Context + text, hint);
        }

        Failed = true;
    }

    /// <summary>The value of the option just read.</summary>
    public string Value(string option)
    {
        if (_at >= line.Words.Length)
        {
            Fail($"Option {option} has no value");
        }

        return Next();
    }

    /// <summary>The value of an option through a reader; null after a failure.</summary>
    public T? Value<T>(string option, Func<string, T?> read)
        where T : struct
    {
        string text = Value(option);
        T? value = Failed ? null : read(text);
        if (value is null)
        {
            Fail($"Invalid {option} value '{text}'");
        }

        return value;
    }

    public uint? Number(string option) => Value(option, RouteNames.Number);

    /// <summary>An address of the line's family, which it decides if it is the first.</summary>
    public IPAddress? Address(string option)
    {
        string text = Value(option);
        if (Failed || !ConfigParser.ParseAddress(text, out IPAddress address) || !Matches(address))
        {
            Fail($"invalid {option} address {text}");
            return null;
        }

        return address;
    }

    public IPPrefix? Prefix(string option) => ToPrefix(option, Value(option));

    public IPPrefix? ToPrefix(string option, string text)
    {
        if (text is "default" or "any" or "all")
        {
            return new IPPrefix(Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        }

        if (Failed || !parser.TryPrefix(text, line.SpanOf(_at - 1), out IPPrefix prefix) || !Matches(prefix.Address))
        {
            Fail($"Invalid {option} address {text}");
            return null;
        }

        return prefix;
    }

    private bool Matches(IPAddress address)
    {
        Family ??= address.AddressFamily;
        return Family == address.AddressFamily;
    }
}
