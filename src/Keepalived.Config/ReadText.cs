using System.Buffers;
using System.Text;

namespace Keepalived.Config;

/// <summary>
/// Collects a configuration as it is read, with includes, definitions and repetitions carried out. Reading this text
/// again gives the same configuration.
/// </summary>
/// <param name="length">About as long as it will be, in octets.</param>
public sealed class ReadText(int length)
{
    private readonly ArrayBufferWriter<byte> _utf8 = new(length);

    /// <summary>UTF-8, one line after the other.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.WrittenMemory;

    /// <param name="text">A line or several, without the last newline.</param>
    internal void Add(ReadOnlySpan<char> text)
    {
        Encoding.UTF8.GetBytes(text, _utf8);
        _utf8.Write("\n"u8);
    }

    internal void Clear() => _utf8.ResetWrittenCount();
}
