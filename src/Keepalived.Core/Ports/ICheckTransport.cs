using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Core.Ports;

/// <summary>Runs the attempts of one checker against its real server.</summary>
public interface ICheckTransport : IDisposable
{
    /// <summary>
    /// One attempt of step <paramref name="step"/> (a url, a host). Never throws but for a bug; takes bounded time and
    /// memory whatever the server does; a cancelled attempt completes soon, with any result.
    /// </summary>
    Task<CheckResult> CheckAsync(int step, CancellationToken cancellation);

    /// <summary>
    /// A reload: the attempts from here on are those of <paramref name="checker"/>, which asks the same
    /// (<see cref="CheckerConfig.AsksAs"/>). For those whose limits follow from the times between attempts.
    /// </summary>
    void Retime(CheckerConfig checker)
    {
    }
}

public interface ICheckTransportFactory
{
    /// <summary>Null: checks of this kind are not built.</summary>
    ICheckTransport? Create(CheckerConfig checker, KeepalivedConfig config);
}
