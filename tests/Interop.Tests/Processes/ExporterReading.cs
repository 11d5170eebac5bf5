using System.Globalization;

namespace Interop.Tests.Processes;

/// <summary>
/// Reads dump files as exporters for monitoring do: by headings, indentation and the words before "=" or ":".
/// </summary>
internal static class ExporterReading
{
    /// <summary>The values of an instance in keepalived.data: key to value; lists under their heading.</summary>
    public static Dictionary<string, List<string>> Instance(string data, string name)
    {
        var values = new Dictionary<string, List<string>>();
        bool inside = false;
        string heading = "";
        foreach (string line in data.Split('\n'))
        {
            if (line.StartsWith(" VRRP Instance", StringComparison.Ordinal) && line.Contains('='))
            {
                inside = line.Split('=')[1].Trim() == name;
            }
            else if (!line.StartsWith("   ", StringComparison.Ordinal))
            {
                inside = false;
            }
            else if (inside && line.StartsWith("     ", StringComparison.Ordinal))
            {
                Add(values, heading, line.Trim());
            }
            else if (inside && line.IndexOfAny(['=', ':']) is > 0 and int at)
            {
                int equals = line.IndexOf('=');
                at = equals > 0 ? equals : at;
                heading = line[..at].Split('(')[0].Trim();
                if (line[(at + 1)..].Trim() is { Length: > 0 } value)
                {
                    Add(values, heading, value);
                }
            }
        }
        return values;
    }

    /// <summary>The numbers of an instance in keepalived.stats, as "Section/Name" or "Name".</summary>
    public static Dictionary<string, int> Statistics(string stats, string name)
    {
        var numbers = new Dictionary<string, int>();
        string instance = "";
        string section = "";
        foreach (string line in stats.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(':');
            if (words[0] == "VRRP Instance")
            {
                instance = words[1].Trim();
            }
            else if (line.EndsWith(':'))
            {
                section = words[0].Trim() + "/";
            }
            else if (instance == name)
            {
                section = line.StartsWith("    ", StringComparison.Ordinal) ? section : "";
                numbers[section + words[0].Trim()] = int.Parse(words[1], CultureInfo.InvariantCulture);
            }
        }
        return numbers;
    }

    private static void Add(Dictionary<string, List<string>> values, string key, string value)
    {
        if (!values.TryGetValue(key, out List<string>? list))
        {
            values[key] = list = [];
        }
        list.Add(value);
    }
}
