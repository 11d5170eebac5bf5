using System.Globalization;
using System.Text;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>
/// The process groups of running scripts in a file, a line of fixed length each, so that starting and ending a script
/// costs one write. A line holds group, start time of its leader (clock ticks since boot) and session.
/// </summary>
internal sealed unsafe class ScriptGroupRecord : IDisposable
{
    public const int LineLength = 48;

    private readonly List<bool> _slots = [];
    private int _fd;

    private ScriptGroupRecord(int fd) => _fd = fd;

    /// <summary>
    /// An empty record; null if the file cannot be made, which costs only the tidying up after a kill.
    /// </summary>
    public static ScriptGroupRecord? TryCreate(string path)
    {
        if (!SafeFile.TryWrite(path, [], out _))
        {
            return null;
        }

        int fd = Libc.Open(path, LibC.O_WRONLY | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0);
        return fd < 0 ? null : new ScriptGroupRecord(fd);
    }

    /// <summary>Returns the slot to give to <see cref="Remove"/>.</summary>
    public int Add(int group)
    {
        int slot = _slots.IndexOf(false);
        if (slot < 0)
        {
            slot = _slots.Count;
            _slots.Add(true);
        }

        _slots[slot] = true;
        int session = LibC.getsid(0);
        ulong start = ProcessFacts.StartTimeOf(group);
        Write(slot, string.Create(CultureInfo.InvariantCulture, $"{group} {start} {session}"));
        return slot;
    }

    public void Remove(int slot)
    {
        _slots[slot] = false;
        Write(slot, "");
    }

    public void Dispose()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd >= 0)
        {
            _ = LibC.close(fd);
        }
    }

    private void Write(int slot, string text)
    {
        byte[] line = Encoding.ASCII.GetBytes(text.PadRight(LineLength - 1) + "\n");
        fixed (byte* start = line)
        {
            _ = LibC.pwrite(_fd, start, line.Length, (long)slot * LineLength);
        }
    }
}
