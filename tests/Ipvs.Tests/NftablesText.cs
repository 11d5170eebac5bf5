using System.Text.Json;
using System.Text.RegularExpressions;

namespace Keepalived.Ipvs.Tests;

/// <summary>Our nftables table as ipvsadm would write it, read from what people see: the rule set in JSON.</summary>
internal static class NftablesText
{
    public static List<string> Lines(string ruleset)
    {
        List<string> lines = [];
        using JsonDocument document = JsonDocument.Parse(ruleset);
        foreach (JsonElement item in document.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (!item.TryGetProperty("map", out JsonElement map)
                || !map.TryGetProperty("elem", out JsonElement elements)
                || map.GetProperty("table").GetString() != "keepalived_lvs")
            {
                continue;
            }

            // tcp/192.0.2.1/80.servers
            Match servers = Regex.Match(map.GetProperty("name").GetString()!, "^tcp/([0-9.]+)/([0-9]+)[.]servers$");
            foreach (string[] words in elements.EnumerateArray().Select(Comment))
            {
                if (servers.Success)
                {
                    string service = $"{servers.Groups[1]}:{servers.Groups[2]}";
                    lines.Add($"-a -t {service} -r {words[0]}:{words[1]} -m -w {words[2]}");
                }
                else if (words.Length > 1 && words[0].Split(' ') is ["6", string address, string port])
                {
                    lines.Add($"-A -t {address}:{port} -s {words[1]}");
                }
            }
        }

        return lines;
    }

    private static string[] Comment(JsonElement pair) =>
        pair[0].ValueKind == JsonValueKind.Object && pair[0].GetProperty("elem").TryGetProperty(
            "comment", out JsonElement comment) ? comment.GetString()!.Split(';') : [];
}
