using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary><c>struct sigaction</c> of the C library, 64 bit (sigaction(2)); all zero is the default action.</summary>
[StructLayout(LayoutKind.Sequential, Size = 152)]
internal struct SignalAction
{
    /// <summary>SIG_IGN.</summary>
    public const nint Ignored = 1;

    public nint Handler;
}
