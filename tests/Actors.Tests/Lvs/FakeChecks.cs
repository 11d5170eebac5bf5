using System.Collections.Concurrent;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>Real servers in memory: the test says which of them answer.</summary>
internal sealed class FakeChecks : ICheckTransportFactory
{
    private readonly ConcurrentDictionary<string, CheckResult> _answers = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new();
    private int _created;

    /// <summary>Transports made so far.</summary>
    public int Created => Volatile.Read(ref _created);

    /// <summary>Thrown by attempts at these addresses.</summary>
    public ConcurrentDictionary<string, Exception> Bugs { get; } = new();

    public void Answer(string address, CheckResult result) => _answers[address] = result;

    public void Fail(string address) => Answer(address, CheckResult.Fail(CheckReason.ConnectFailed, 111));

    public void Pass(string address) => Answer(address, CheckResult.Pass(CheckReason.Connected));

    public int Attempts(string address) => _attempts.GetValueOrDefault(address);

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
        _attempts.AddOrUpdate(address, 1, (_, count) => count + 1);
        return Bugs.TryGetValue(address, out Exception? bug)
            ? Task.FromException<CheckResult>(bug)
            : Task.FromResult(_answers.GetValueOrDefault(address, CheckResult.Pass(CheckReason.Connected)));
    }

    private sealed class Transport(FakeChecks owner, string address) : ICheckTransport
    {
        public Task<CheckResult> CheckAsync(int step, CancellationToken cancellation) => owner.Attempt(address);

        public void Dispose()
        {
        }
    }
}
