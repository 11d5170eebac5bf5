using System.Collections.Concurrent;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Tests.Notify;

/// <summary>Pipes that remember what was written, and have room as the test says.</summary>
internal sealed class FakePipes : INotifyPipes
{
    public ConcurrentQueue<string> Written { get; } = [];

    public ConcurrentQueue<string> Events { get; } = [];

    public bool HasRoom { get; set; } = true;

    public INotifyPipe? TryOpen(NotifyFifoConfig fifo, out string failure)
    {
        failure = "";
        Events.Enqueue("open " + fifo.Path);
        return new Pipe(this, fifo.Path);
    }

    private sealed class Pipe(FakePipes owner, string path) : INotifyPipe
    {
        public bool TryWrite(ReadOnlySpan<byte> line)
        {
            if (owner.HasRoom)
            {
                owner.Written.Enqueue($"{path} {Encoding.UTF8.GetString(line).TrimEnd('\n')}");
            }

            return owner.HasRoom;
        }

        public void Dispose() => owner.Events.Enqueue("close " + path);
    }
}
