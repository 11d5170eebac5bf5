using System.Text;
using Keepalived.Actors.Dump;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

internal sealed class DumpFiles : IDumpFiles
{
    public string? Write(string path, StringBuilder content) =>
        SafeFile.TryWrite(path, content, out string failure) ? null : failure;
}
