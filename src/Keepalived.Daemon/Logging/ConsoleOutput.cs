using System.Globalization;
using System.Text;

namespace Keepalived.Daemon.Logging;

/// <summary>
/// Lines as <c>keepalived -l</c> prints them on standard error: <c>Mon Nov 23 06:50:41 2026: text</c>.
/// </summary>
internal sealed class ConsoleOutput(Stream stream) : ILogOutput
{
    private readonly StreamWriter _writer =
        new(stream, new UTF8Encoding(false), 4096, leaveOpen: true) { NewLine = "\n" };

    public void Write(in LogLine line) => _writer.WriteLine(Format(line));

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();

    /// <summary>The time as ctime(3) has it: the day of the month is padded with a blank.</summary>
    internal static string Format(in LogLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Time:ddd MMM} {line.Time.Day,2} {line.Time:HH:mm:ss yyyy}: {line.Text}");
}
