using System.Text;

namespace Benchmarks.SideBySide;

/// <summary>Writes to the console and, if one is given, to a file.</summary>
internal sealed class Tee(TextWriter console, string? file) : TextWriter
{
    private readonly StreamWriter? _file = file is null ? null : new StreamWriter(file);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        console.Write(value);
        _file?.Write(value);
    }

    public override void Flush()
    {
        console.Flush();
        _file?.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        base.Dispose(disposing);
    }
}
