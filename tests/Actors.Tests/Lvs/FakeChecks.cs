using System.Collections.Concurrent;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>Real servers in memory: the test says which of them answer.</summary>
internal sealed class FakeChecks : ICheckTransportFactory
{
    private readonly object _gate = new();
    private readonly Dictionary<string, CheckResult> _answers = [];
    private readonly Dictionary<string, int> _attempts = [];
    private int _created;

    /// <summary>Transports made so far.</summary>
    public int Created => Volatile.Read(ref _created);

    /// <summary>Thrown by attempts at these addresses.</summary>
    public ConcurrentDictionary<string, Exception> Bugs { get; } = new();

    public void Answer(string address, CheckResult result)
    {
        lock (_gate)
        {
            _answers[address] = result;
        }
    }

    public void Fail(string address) => Answer(address, CheckResult.Fail(CheckReason.ConnectFailed, 111));

    public void Pass(string address) => Answer(address, CheckResult.Pass(CheckReason.Connected));

    /// <summary>Those that have their answer: what the test says from now on is for the next one.</summary>
    public int Attempts(string address)
    {
        lock (_gate)
        {
            return _attempts.GetValueOrDefault(address);
        }
    }

    public ICheckTransport? Create(CheckerConfig checker, KeepalivedConfig config)
    {
        Interlocked.Increment(ref _created);
        return checker switch
        {
            CheckerConfig.Tcp tcp => new Transport(this, tcp.Target.Address.ToString()),
            CheckerConfig.Misc misc => new Transport(this, misc.Script.Path),
            _ => null,
        };
    }

    private Task<CheckResult> Attempt(string address)
    {
        lock (_gate)
        {
            _attempts[address] = _attempts.GetValueOrDefault(address) + 1;
            return Bugs.TryGetValue(address, out Exception? bug)
                ? Task.FromException<CheckResult>(bug)
                : Task.FromResult(_answers.GetValueOrDefault(address, CheckResult.Pass(CheckReason.Connected)));
        }
    }

    private sealed class Transport(FakeChecks owner, string address) : ICheckTransport
    {
        public Task<CheckResult> CheckAsync(int step, CancellationToken cancellation) => owner.Attempt(address);

        public void Dispose()
        {
        }
    }
}
