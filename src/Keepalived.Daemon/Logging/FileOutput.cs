using System.Text;

namespace Keepalived.Daemon.Logging;

/// <summary><c>-g</c>: appends to one file; the ident tells the subsystems apart.</summary>
internal sealed class FileOutput : ILogOutput
{
    private readonly TimeStamp _stamp = new();
    private readonly StreamWriter _writer;
    private readonly bool _flushEachLine;

    private FileOutput(StreamWriter writer, bool flushEachLine)
    {
        _writer = writer;
        _flushEachLine = flushEachLine;
    }

    /// <summary>Null if the file cannot be opened.</summary>
    public static FileOutput? TryOpen(string path, bool flushEachLine, out string failure)
    {
        try
        {
            FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            failure = "";
            return new FileOutput(new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" }, flushEachLine);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e.Message;
            return null;
        }
    }

    public void Write(in LogLine line)
    {
        _writer.Write(_stamp.Of(line.Time));
        _writer.Write(line.Ident);
        _writer.Write(": ");
        _writer.WriteLine(line.Text);
        if (_flushEachLine)
        {
            _writer.Flush();
        }
    }

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
