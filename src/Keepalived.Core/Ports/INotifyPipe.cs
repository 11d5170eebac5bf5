using Keepalived.Config.Model;

namespace Keepalived.Core.Ports;

/// <summary>Opens the FIFOs of <c>notify_fifo</c> and its kin.</summary>
public interface INotifyPipes
{
    /// <summary>Created if it is missing. Null and a text for people if it cannot be had.</summary>
    INotifyPipe? TryOpen(NotifyFifoConfig fifo, out string failure);
}

/// <summary>One open FIFO. Disposing closes it, and removes it if it was created here.</summary>
public interface INotifyPipe : IDisposable
{
    /// <summary>All or nothing, without ever waiting; false if there is no room.</summary>
    bool TryWrite(ReadOnlySpan<byte> line);
}

/// <summary>Where nobody may create files.</summary>
public sealed class NoNotifyPipes : INotifyPipes
{
    public INotifyPipe? TryOpen(NotifyFifoConfig fifo, out string failure)
    {
        failure = "no FIFO can be opened here";
        return null;
    }
}
