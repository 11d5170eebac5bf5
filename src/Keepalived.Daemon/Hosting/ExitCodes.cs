namespace Keepalived.Daemon.Hosting;

/// <summary>How the process ends (config-grammar section 8): the reference's numbers.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Fatal = 1;
    public const int Configuration = 2;
    public const int NotPermitted = 4;
    public const int ConfigurationMissing = 6;
}
