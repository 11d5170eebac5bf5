using System.Globalization;
using System.Text;

namespace Keepalived.Linux.Host;

/// <summary>Tells the service manager how we are (sd_notify(3)). Without a NOTIFY_SOCKET it does nothing.</summary>
public sealed class ServiceNotifier : IDisposable
{
    private readonly DatagramSender? _sender;

    /// <param name="address">A path or <c>@name</c>; null or empty = nobody to tell.</param>
    /// <param name="watchdog">How often the manager wants to hear from us; null = not at all.</param>
    public ServiceNotifier(string? address, TimeSpan? watchdog)
    {
        bool isAddress = address is { Length: > 1 and <= 108 } && address[0] is '/' or '@';
        _sender = isAddress ? new DatagramSender(address!) : null;
        WatchdogInterval = _sender is null ? null : watchdog;
    }

    /// <summary>Twice within this time <see cref="Watchdog"/> should be called.</summary>
    public TimeSpan? WatchdogInterval { get; }

    public bool IsActive => _sender is not null;

    /// <summary>From the environment; scripts must not inherit it, so it is removed there.</summary>
    public static ServiceNotifier FromEnvironment()
    {
        string? address = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        string? interval = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        string? pid = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        foreach (string name in new[] { "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        bool forUs = pid is null || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        TimeSpan? watchdog = forUs && long.TryParse(interval, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
        return new ServiceNotifier(address, watchdog);
    }

    public bool Ready(string status = "") =>
        Send($"READY=1\nMAINPID={Environment.ProcessId}{(status.Length > 0 ? $"\nSTATUS={status}" : "")}");

    /// <param name="now">CLOCK_MONOTONIC, as Type=notify-reload needs it.</param>
    public bool Reloading(TimeSpan now) =>
        Send($"RELOADING=1\nMONOTONIC_USEC={(long)now.TotalMicroseconds}");

    public bool Stopping() => Send("STOPPING=1");

    public bool Status(string text) => Send($"STATUS={text.ReplaceLineEndings(" ")}");

    public bool Failed(int errno) => Send($"ERRNO={errno}");

    public bool Watchdog() => Send("WATCHDOG=1");

    public void Dispose() => _sender?.Dispose();

    private bool Send(string text) => _sender is not null && _sender.TrySend(Encoding.UTF8.GetBytes(text));
}
