using System.Text;
using Keepalived.Config.Text;

namespace Keepalived.Config.Tests.Text;

/// <summary>Large files are read in another way than small ones, and to the same text.</summary>
public sealed class LargeFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string, int> Contents()
    {
        TheoryData<string, int> all = [];
        foreach (string encoding in new[] { "utf-8", "utf-8 with a mark", "utf-16", "utf-32", "not utf-8" })
        {
            foreach (int length in new[] { 0, 1, 65_535, 65_536, 131_071, 131_072, 300_001 })
            {
                all.Add(encoding, length);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void The_text_is_that_of_the_file(string encoding, int length)
    {
        string text = string.Concat(Enumerable.Repeat("# größer – und mehr\n", (length / 20) + 1))[..length];
        File.WriteAllBytes(_path, encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(text),
            "utf-8 with a mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "utf-32" => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(text)],
            _ => Encoding.Latin1.GetBytes(text),
        });

        ConfigFile file = new DiskConfigSource().Read(_path);

        Assert.Equal(ConfigFileStatus.Ok, file.Status);
        Assert.Equal(File.ReadAllText(_path, Encoding.UTF8), file.Content);
    }

    public void Dispose() => File.Delete(_path);
}
