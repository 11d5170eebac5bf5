using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;
using Keepalived.Linux.Processes;
using Linux.Tests.Sockets;
using Linux.Tests.Support;

namespace Linux.Tests.Processes;

/// <summary>Real processes, told by the running kernel.</summary>
public sealed class ProcessMonitorTests : IDisposable
{
    private readonly BlockingCollection<ImmutableArray<int>> _counts = [];
    private readonly string _name = $"ka{Environment.ProcessId}";
    private readonly List<Process> _started = [];

    [PrivilegedFact]
    public void Counts_processes_that_start_fork_and_end()
    {
        using var monitor = new ProcessMonitor(new ProcessMonitorOptions(1 << 20, ForceReceiveBuffer: true));
        Start(monitor);

        Process first = Run("wait");
        Wait(1, 1);
        Assert.True(monitor.HearsOfEach);
        Process second = Run("other");
        Wait(2, 1);
        End(first);
        Wait(1, 0);
        End(second);
        Wait(0, 0);
    }

    [PrivilegedFact]
    public void Finds_those_that_run_already_and_counts_from_inside_a_network_namespace_too()
    {
        using var network = new TestNetwork();
        _ = Run("wait");
        using ProcessMonitor monitor = new(default);

        TestNetwork.In(network.Left, () =>
        {
            Start(monitor);
            return 0;
        });

        Wait(1, 1);
        // Whether the initial namespace may be entered from here or not: what starts and ends is counted.
        Process second = Run("other");
        Wait(2, 1);
        End(second);
        Wait(1, 1);
    }

    public void Dispose()
    {
        _started.ForEach(End);
        _counts.Dispose();
    }

    private void Start(ProcessMonitor monitor)
    {
        // The command line: only this test has processes of that first word.
        ProcessPattern all = new(_name, [], ProcessParameterMatch.None, FullCommand: true);
        ProcessPattern waiting = all with
        {
            Parameters = ["-c", ": wait"],
            Match = ProcessParameterMatch.Partial,
        };
        monitor.Start([all, waiting], _counts.Add, exception => throw exception);
    }

    private Process Run(string mark)
    {
        // The shell keeps its name while it waits for input, and forks nothing.
        var start = new ProcessStartInfo("bash", ["-c", $"exec -a {_name} bash -c ': {mark}; read -r line'"])
        {
            RedirectStandardInput = true,
        };
        Process process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.WaitForExit();
    }

    private void Wait(params int[] expected)
    {
        ImmutableArray<int> last = [];
        while (_counts.TryTake(out ImmutableArray<int> counts, Waits.Long))
        {
            last = counts;
            if (counts.AsSpan().SequenceEqual(expected))
            {
                return;
            }
        }

        Assert.Equal(expected, last);
    }
}
