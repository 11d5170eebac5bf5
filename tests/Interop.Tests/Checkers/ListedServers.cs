using System.Text;
using Interop.Tests.Harness;

namespace Interop.Tests.Checkers;

/// <summary>Real servers on a host, each as its row of the table says: <c>servers.py</c>.</summary>
internal sealed class ListedServers : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly string _pidFile;
    private readonly LineProcess _process;

    /// <param name="rows">Port, kind and behaviour.</param>
    public ListedServers(LanHost host, IEnumerable<string> rows, string certificate, string key)
    {
        string table = Path.Combine(host.Directory, "servers.txt");
        File.WriteAllLines(table, rows);
        _pidFile = Path.Combine(host.Directory, "servers.pid");
        string program = Path.Combine(Machine.Root, "tests", "Interop.Tests", "Checkers", "servers.py");
        string[] command =
        [
            "netns", "exec", host.Namespace, "sh", "-c", "echo $$ >\"$1\"; shift; exec \"$@\"", "sh", _pidFile,
            "python3", program, certificate, key, table,
        ];
        _process = new LineProcess("ip", command, line =>
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        });
        WaitForWord("ready");
    }

    /// <summary>From now on all of them are healthy.</summary>
    public void Heal()
    {
        Shell.Run("kill", "-USR1", File.ReadAllText(_pidFile).Trim());
        WaitForWord("healthy");
    }

    public void Dispose() => _process.Dispose();

    private void WaitForWord(string word) =>
        Eventually.That(() => Said().Contains(word, StringComparison.Ordinal), $"the servers say {word}", Said);

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }
}
