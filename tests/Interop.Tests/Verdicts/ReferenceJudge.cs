using System.Globalization;
using Interop.Tests.Harness;

namespace Interop.Tests.Verdicts;

/// <summary>What the reference's configuration test says about one text: exit code and messages.</summary>
internal sealed record ReferenceVerdict(int ExitCode, string Messages);

/// <summary>
/// Asks Debian's keepalived for its verdict on many texts at once, in a network namespace of its own with the
/// usual interfaces. A test that does not end in 10 s gets exit code 124.
/// </summary>
internal static class ReferenceJudge
{
    /// <summary>Name of the host, and so the configuration id.</summary>
    public const string HostName = "oracle-host";

    /// <summary>The interfaces of the namespace, beside lo.</summary>
    public static readonly string[] Interfaces =
    [
        "eth0", "eth1", "eth2", "eth3", "ens3", "ens18", "ens33", "ens160", "ens192", "enp0s3", "enp0s8", "bond0",
        "br0", "wlan0",
    ];

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<ReferenceVerdict> Judge(IReadOnlyList<string> texts)
    {
        string folder = Directory.CreateTempSubdirectory("ka-judge").FullName;
        try
        {
            for (int i = 0; i < texts.Count; i++)
            {
                string own = Directory.CreateDirectory(Path.Combine(folder, Name(i))).FullName;
                File.WriteAllText(Path.Combine(own, "keepalived.conf"), texts[i]);
            }
            File.WriteAllText(Path.Combine(folder, "run.sh"), Script());
            string said = Shell.RunLong(_limit, folder, "unshare", "-n", "-u", "sh", "run.sh");
            return [.. Enumerable.Range(0, texts.Count).Select(i => Read(Path.Combine(folder, Name(i)), said))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Name(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    private static string Script() => $$"""
        hostname {{HostName}}
        ip link set lo up
        for i in {{string.Join(' ', Interfaces)}}; do ip link add $i type veth && ip link set $i up; done
        ip addr add 10.240.0.1/24 dev eth0
        ls | grep -v run.sh | xargs -P 2 -I@ sh -c \
          'cd @ && timeout 10 {{Machine.ReferenceDaemon}} -t -l -f keepalived.conf >said 2>&1; echo $? >code'
        """;

    private static ReferenceVerdict Read(string folder, string said)
    {
        string code = Path.Combine(folder, "code");
        return File.Exists(code)
            ? new ReferenceVerdict(
                int.Parse(File.ReadAllText(code), CultureInfo.InvariantCulture),
                File.ReadAllText(Path.Combine(folder, "said")))
            : throw new InvalidOperationException($"no verdict of the reference in {folder}: {said}");
    }
}
