using System.Text;
using Keepalived.Actors.Dump;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

internal sealed class DumpFiles : IDumpFiles
{
    public string? Write(string path, string content) =>
        SafeFile.TryWrite(path, Encoding.UTF8.GetBytes(content), out string failure) ? null : failure;
}
