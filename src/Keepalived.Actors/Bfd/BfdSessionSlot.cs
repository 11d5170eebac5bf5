using Keepalived.Config.Model;

namespace Keepalived.Actors.Bfd;

/// <summary>What outlives a restart of a session's actor.</summary>
internal sealed class BfdSessionSlot(BfdInstanceConfig config)
{
    public BfdInstanceConfig Config { get; set; } = config;

    /// <summary>The running part; null while there is none.</summary>
    public BfdSessionRun? Run { get; set; }

    public int Restarts { get; private set; }

    public string LastError { get; private set; } = "";

    public void CountRestart(Exception reason)
    {
        Restarts++;
        LastError = reason.Message;
    }
}
