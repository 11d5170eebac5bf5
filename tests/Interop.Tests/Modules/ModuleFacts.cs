using System.Text.Json;
using Interop.Tests.Harness;

namespace Interop.Tests.Modules;

/// <summary>What the kernel of a host says of interfaces and addresses, in words that a test can compare.</summary>
internal static class ModuleFacts
{
    /// <summary>Kind, mode, the interface below and the VRF of a link that is up; "none" without it.</summary>
    public static string Link(LanHost host, string name)
    {
        (int code, string text) = Shell.Try("ip", "-n", host.Namespace, "-d", "-j", "link", "show", "dev", name);
        if (name.Length == 0 || code != 0)
        {
            return "none";
        }

        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement link = json.RootElement.EnumerateArray().Last();
        JsonElement info = link.GetProperty("linkinfo");
        JsonElement data = info.GetProperty("info_data");
        string[] flags = [.. data.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.True)
            .Select(one => " " + one.Name)];
        string master = link.TryGetProperty("master", out JsonElement vrf) ? " in " + vrf.GetString() : "";
        string down = link.GetProperty("flags").EnumerateArray().Any(one => one.GetString() == "UP") ? "" : " down";
        return $"{info.GetProperty("info_kind").GetString()} {data.GetProperty("mode").GetString()}"
            + $"{string.Concat(flags)} on {link.GetProperty("link").GetString()}{master}{down}";
    }

    /// <summary>The devices that have the address; empty: none.</summary>
    public static string Devices(LanHost host, string address) => string.Join(' ',
        host.Ip("-o", "-4", "addr", "show", "to", address)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));

    /// <summary>Interfaces that a daemon has made and not removed.</summary>
    public static string MadeLinks(LanHost host) => string.Join(' ',
        new[] { "macvlan", "ipvlan" }.SelectMany(kind => host.Ip("-o", "link", "show", "type", kind)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Split('@')[0])));
}
