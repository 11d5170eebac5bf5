using System.Globalization;
using System.Text.Json;
using Keepalived.Wire.Ip;
using static Keepalived.Core.Lvs.Nftables.NftablesNames;

namespace Keepalived.Core.Lvs.Nftables;

/// <summary>Reads the maps of our table back (JSON of <c>list maps inet</c>, libnftables-json(5)).</summary>
internal static class NftablesListing
{
    private const int DispatchMaps = 5;

    /// <summary>
    /// The services, if the table is whole: all maps there, of our layout, and in agreement with each other. Null: it
    /// is not. Empty when there is no table, <paramref name="isAbsent"/>.
    /// </summary>
    public static Dictionary<IpvsServiceKey, NftablesService>? TryRead(string json, out bool isAbsent)
    {
        Dictionary<string, JsonElement> maps = new(StringComparer.Ordinal);
        isAbsent = true;
        if (json.Length == 0)
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonElement item in document.RootElement.GetProperty("nftables").EnumerateArray())
            {
                if (item.TryGetProperty("map", out JsonElement map) && map.GetProperty("table").ValueEquals(TableName))
                {
                    maps[map.GetProperty("name").GetString() ?? ""] = map;
                }
            }

            isAbsent = maps.Count == 0;
            return isAbsent ? [] : ReadServices(maps);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            isAbsent = false;
            return null;
        }
    }

    private static Dictionary<IpvsServiceKey, NftablesService>? ReadServices(Dictionary<string, JsonElement> maps)
    {
        Dictionary<IpvsServiceKey, NftablesService> services = [];
        int layouts = 0;
        int used = 0;
        foreach (string name in new[] { "services", "services6", "any_port", "any_port6", "marks" })
        {
            if (!maps.TryGetValue(name, out JsonElement map)
                || !map.TryGetProperty("comment", out JsonElement layout) || !layout.ValueEquals(Layout))
            {
                return null;
            }

            layouts++;
            foreach ((string _, string comment, JsonElement data) in Elements(map))
            {
                if (!NftablesNames.TryParse(comment, out IpvsService? service) || service is null
                    || data.GetProperty("goto").GetProperty("target").GetString() != Of(service.Key)
                    || !TryReadService(service, maps, out NftablesService found)
                    || !services.TryAdd(service.Key, found))
                {
                    return null;
                }

                used += found.IsPersistent ? 3 : 2;
            }
        }

        // Nothing of the table may be left over: else nobody would ever remove it.
        return layouts == DispatchMaps && maps.Count == DispatchMaps + used ? services : null;
    }

    private static bool TryReadService(
        IpvsService service, Dictionary<string, JsonElement> maps, out NftablesService found)
    {
        found = new NftablesService(service);
        string name = Of(service.Key);
        if (!maps.TryGetValue(name + ServersSuffix, out JsonElement servers)
            || !maps.TryGetValue(name + SlotsSuffix, out JsonElement slots)
            || found.IsPersistent != maps.ContainsKey(name + ClientsSuffix))
        {
            return false;
        }

        Dictionary<string, uint> numbers = new(StringComparer.Ordinal);
        foreach ((string number, string comment, JsonElement data) in Elements(servers))
        {
            if (!TryParseNumber(number, out uint id) || !TryParseServer(comment, out IpvsDestination? destination)
                || found.MixesPorts(destination!.Key))
            {
                return false;
            }

            found.Adopt(id, destination);
            string target = Target(service.Key, destination.Key, found.HasPorts);
            numbers[found.GoesByNumber ? number : target] = id;
            if (Flat(data) != target)
            {
                return false;
            }
        }

        return TryReadSlots(slots, numbers, found);
    }

    private static bool TryReadSlots(JsonElement slots, Dictionary<string, uint> numbers, NftablesService found)
    {
        SortedDictionary<int, uint> ring = [];
        foreach ((string index, string _, JsonElement data) in Elements(slots))
        {
            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int i)
                || !numbers.TryGetValue(Flat(data), out uint id))
            {
                return false;
            }

            ring[i] = id;
        }

        found.Slots.AddRange(ring.Values);
        return ring.Count == 0 || ring.Last().Key == ring.Count - 1;
    }

    private static bool TryParseServer(string comment, out IpvsDestination? destination)
    {
        destination = null;
        string[] words = comment.Split(';');
        if (words.Length != 3 || !IpAddress.TryParse(words[0], out IpAddress address)
            || !ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || !ushort.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out ushort weight))
        {
            return false;
        }

        destination = new IpvsDestination(new IpvsDestinationKey(address, port)) { Weight = weight };
        return true;
    }

    /// <summary>
    /// Key, comment and data: <c>[key, data]</c>, or with a comment <c>[{"elem": {"val": key}}, data]</c>.
    /// </summary>
    private static IEnumerable<(string Key, string Comment, JsonElement Data)> Elements(JsonElement map)
    {
        if (!map.TryGetProperty("elem", out JsonElement elements))
        {
            yield break;
        }

        foreach (JsonElement pair in elements.EnumerateArray())
        {
            JsonElement key = pair[0];
            string comment = "";
            if (key.ValueKind == JsonValueKind.Object && key.TryGetProperty("elem", out JsonElement element))
            {
                key = element.GetProperty("val");
                comment = element.TryGetProperty("comment", out JsonElement text) ? text.GetString() ?? "" : "";
            }

            yield return (Flat(key), comment, pair[1]);
        }
    }

    /// <summary>As nft's own language writes it: the parts of a concatenation with dots between.</summary>
    public static string Flat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join(" . ", value.GetProperty("concat").EnumerateArray().Select(Flat)),
        JsonValueKind.String => value.GetString() ?? "",
        _ => value.GetRawText(),
    };
}
