using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Fills the table of virtual services on a thread of its own while the actor system still starts, which takes longer.
/// The gateway then goes on with the reconciler that did it.
/// </summary>
internal sealed class FirstServices : IDisposable
{
    private readonly Thread _thread;
    private IpvsReconciler? _reconciler;

    private FirstServices(Func<IpvsReconciler> open, KeepalivedConfig config, Func<TimeSpan> now)
    {
        _thread = new Thread(() => Fill(open, config, now)) { Name = "first-table", IsBackground = true };
        _thread.Start();
    }

    /// <param name="open">Makes the reconciler; called on the new thread.</param>
    /// <param name="config">What runs.</param>
    /// <param name="now">The monotonic clock.</param>
    public static FirstServices Begin(Func<IpvsReconciler> open, KeepalivedConfig config, Func<TimeSpan> now) =>
        new(open, config, now);

    public void Wait() => _thread.Join();

    /// <summary>Waits until it is done and hands it over; null if there is none any more.</summary>
    public IpvsReconciler? Take()
    {
        Wait();
        return Interlocked.Exchange(ref _reconciler, null);
    }

    public void Dispose() => Take()?.Dispose();

    private void Fill(Func<IpvsReconciler> open, KeepalivedConfig config, Func<TimeSpan> now)
    {
        IpvsReconciler? reconciler = null;
        try
        {
            reconciler = open();
            FirstTable.Want(reconciler, config);
            reconciler.Prepare(now);
            _reconciler = reconciler;
        }
        catch (Exception e)
        {
            // The gateway begins anew, and its supervisor sees what is wrong.
            reconciler?.Dispose();
            Log.Error(e, "Virtual services cannot be prepared");
        }
    }
}
