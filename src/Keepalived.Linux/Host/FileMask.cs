using Tmds.Linux;

namespace Keepalived.Linux.Host;

/// <summary>The file creation mask of this process, umask(2).</summary>
public static class FileMask
{
    /// <param name="mask">Permission bits that new files shall not have, 0..0777.</param>
    public static void Set(int mask) => _ = LibC.umask((mode_t)(uint)(mask & 0x1ff));
}
