using System.Globalization;
using System.Text;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>What came of a reload, left in a file for the command that asked for it.</summary>
/// <param name="Number">Counts reloads of one daemon, from 1.</param>
internal sealed record ReloadOutcome(int Number, bool Applied, string Text)
{
    private const int LargestFile = 65536;

    public static ReloadOutcome? TryRead(string path)
    {
        if (SafeFile.TryReadOwn(path, LargestFile) is not { } content)
        {
            return null;
        }

        string[] lines = Encoding.UTF8.GetString(content).Split('\n', 3);
        return lines.Length == 3 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out int number)
            ? new ReloadOutcome(number, lines[1] == "applied", lines[2].Trim())
            : null;
    }

    public void Write(string path)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{Number}\n{(Applied ? "applied" : "refused")}\n{Text}\n");
        _ = SafeFile.TryWrite(path, Encoding.UTF8.GetBytes(text), out _);
    }
}
