using Keepalived.Config.Model;

namespace Keepalived.Daemon.Hosting;

/// <summary>What is left of <c>vrrp_startup_delay</c> and <c>vrrp_delay_after_boot</c>.</summary>
internal sealed class StartupDelay(Func<GlobalConfig> global, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Remaining()
    {
        TimeSpan afterStart = global().StartupDelay - time.GetElapsedTime(_started);

        // Milliseconds since boot, suspend excluded: near enough for a delay given in seconds.
        TimeSpan afterBoot = global().DelayAfterBoot - TimeSpan.FromMilliseconds(Environment.TickCount64);
        TimeSpan longest = afterStart > afterBoot ? afterStart : afterBoot;
        return longest > TimeSpan.Zero ? longest : TimeSpan.Zero;
    }
}
