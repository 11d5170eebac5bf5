using System.Globalization;

namespace Keepalived.Core.Kernel;

/// <summary>What a record says that an earlier run put into the kernel, judged by what is there now.</summary>
public static class Leftover
{
    /// <summary>
    /// An interface is known by its name: it is only ours if kind and MAC address are those of the record too.
    /// </summary>
    public static bool IsOurs(KernelItem item, LinkTable links)
    {
        if (item is not LinkItem { Link: var link })
        {
            return true;
        }

        return links.Find(link.Name ?? "") is { } present && present.Kind == link.Kind
            && (link.HardwareAddress is not { } mac
                || present.HardwareAddress == mac.Value.ToString("x12", CultureInfo.InvariantCulture));
    }
}
