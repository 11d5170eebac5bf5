using System.Globalization;

namespace Keepalived.Config.Host;

/// <summary>
/// The name tables of /etc: iproute2, protocols, services. Read when asked, since a reload may meet new ones.
/// </summary>
public static class NameTables
{
    /// <summary>First word number, second word name, as in rt_tables; the first directory that knows it wins.</summary>
    public static uint? FindRouteName(RouteNameTable table, string name, RouteNameFolders folders)
    {
        string file = table switch
        {
            RouteNameTable.Table => "rt_tables",
            RouteNameTable.Protocol => "rt_protos",
            RouteNameTable.Scope => "rt_scopes",
            RouteNameTable.DsField => "rt_dsfield",
            RouteNameTable.Realm => "rt_realms",
            _ => "group",
        };
        foreach (string directory in folders.All)
        {
            foreach (string path in WithDropIns($"{directory}/{file}"))
            {
                foreach (string[] words in Lines(path))
                {
                    if (words.Length > 1 && words[1] == name && TryParseNumber(words[0], out uint number))
                    {
                        return number;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>/etc/protocols: name, number, aliases.</summary>
    public static byte? FindProtocol(string name)
    {
        foreach (string[] words in Lines("/etc/protocols"))
        {
            if (words.Length > 1 && IsNamed(words, name) && byte.TryParse(words[1], out byte number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>/etc/services: name, port/protocol, aliases.</summary>
    public static ushort? FindService(string name)
    {
        foreach (string[] words in Lines("/etc/services"))
        {
            if (words.Length > 1 && IsNamed(words, name) && ushort.TryParse(words[1].Split('/')[0], out ushort port))
            {
                return port;
            }
        }

        return null;
    }

    private static bool IsNamed(string[] words, string name)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (i != 1 && words[i] == name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParseNumber(string text, out uint number) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static IEnumerable<string> WithDropIns(string path)
    {
        yield return path;
        if (Directory.Exists(path + ".d"))
        {
            foreach (string file in Directory.EnumerateFiles(path + ".d", "*.conf").Order(StringComparer.Ordinal))
            {
                yield return file;
            }
        }
    }

    /// <summary>The words of each line that is not a comment; nothing for a missing file.</summary>
    private static IEnumerable<string[]> Lines(string path)
    {
        foreach (string line in SystemFile.Lines(path))
        {
            string[] words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                yield return words;
            }
        }
    }
}
