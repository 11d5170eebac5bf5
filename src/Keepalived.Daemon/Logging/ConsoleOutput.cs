using System.Text;

namespace Keepalived.Daemon.Logging;

/// <summary>
/// Lines as <c>keepalived -l</c> prints them on standard error: <c>Mon Nov 23 06:50:41 2026: text</c>.
/// </summary>
internal sealed class ConsoleOutput(Stream stream) : ILogOutput
{
    private readonly TimeStamp _stamp = new();
    private readonly StreamWriter _writer =
        new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };

    public void Write(in LogLine line)
    {
        _writer.Write(_stamp.Of(line.Time));
        _writer.WriteLine(line.Text);
    }

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
