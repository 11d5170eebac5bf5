namespace Keepalived.Daemon.CommandLine;

/// <summary>RFC 3164 section 4.1.1 facility numbers by the names that <c>-S</c> takes.</summary>
internal static class SyslogFacility
{
    public const int User = 1;
    public const int Daemon = 3;
    private const int Local0 = 16;

    public static int? Find(string name)
    {
        string digit = name.StartsWith("local", StringComparison.Ordinal) ? name[5..] : name;
        return name switch
        {
            "user" => User,
            "daemon" => Daemon,
            _ when digit.Length == 1 && digit[0] is >= '0' and <= '7' => Local0 + (digit[0] - '0'),
            _ => null,
        };
    }
}
