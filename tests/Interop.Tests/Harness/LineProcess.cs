using System.Diagnostics;

namespace Interop.Tests.Harness;

/// <summary>A process that lives as long as its owner, read line by line as it speaks.</summary>
internal sealed class LineProcess : IDisposable
{
    private readonly Process _process;
    private readonly Action<string> _onLine;
    private bool _disposed;

    public LineProcess(string program, IEnumerable<string> arguments, Action<string> onLine)
    {
        _onLine = onLine;
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TZ"] = "UTC";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _onLine(line);
        }
    }
}
