using System.ComponentModel;

namespace Keepalived.Core.Ports;

/// <summary>What an errno says to people: the C library's words, and the number to search for.</summary>
public static class ErrnoText
{
    /// <param name="errno">Positive, as in errno(3).</param>
    public static string Of(int errno) => $"{new Win32Exception(errno).Message} (errno {errno})";
}
