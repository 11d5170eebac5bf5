using Keepalived.Config.Model;

namespace Keepalived.Daemon.Hosting;

/// <summary>What is left of <c>vrrp_startup_delay</c> and <c>vrrp_delay_after_boot</c>.</summary>
/// <param name="sinceBoot">Suspend excluded: near enough for a delay given in seconds.</param>
internal sealed class StartupDelay(Func<GlobalConfig> global, TimeProvider time, Func<TimeSpan> sinceBoot)
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Remaining()
    {
        TimeSpan afterStart = global().StartupDelay - time.GetElapsedTime(_started);
        TimeSpan afterBoot = global().DelayAfterBoot - sinceBoot();
        TimeSpan longest = afterStart > afterBoot ? afterStart : afterBoot;
        return longest > TimeSpan.Zero ? longest : TimeSpan.Zero;
    }
}
