using System.Diagnostics;

namespace Benchmarks.SideBySide.Harness;

/// <summary>Programs that take all the time they get, each in a session of its own as a service is.</summary>
internal sealed class BusyLoops : IDisposable
{
    private readonly Process[] _loops;

    public BusyLoops(int count) => _loops =
        [.. Enumerable.Range(0, count).Select(_ => Process.Start("setsid", ["sh", "-c", "while :; do :; done"]))];

    public void Dispose()
    {
        foreach (Process loop in _loops)
        {
            loop.Kill();
            loop.WaitForExit();
            loop.Dispose();
        }
    }
}
