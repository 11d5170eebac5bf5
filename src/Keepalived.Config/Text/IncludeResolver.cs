using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Config.Text;

/// <summary>Finds the files of an include line and says what is wrong with them.</summary>
internal sealed class IncludeResolver(
    IConfigSource source,
    DiagnosticBag diagnostics,
    SourceSpan span,
    IncludeChecks checks)
{
    /// <summary>Deepest nesting; the reference runs out of descriptors instead.</summary>
    public const int MaxDepth = 64;

    /// <summary>Checks that a keyword carries, or null if it is no include.</summary>
    public static IncludeChecks? ChecksOf(string keyword) => keyword switch
    {
        "include" => IncludeChecks.None,
        "includer" => IncludeChecks.Read,
        "includem" => IncludeChecks.Read | IncludeChecks.Match,
        "includew" => IncludeChecks.Read | IncludeChecks.Match | IncludeChecks.WildcardMatch,
        "includeb" => IncludeChecks.Read | IncludeChecks.BraceMatch,
        "includea" => IncludeChecks.All,
        _ => null,
    };

    public List<(string Path, string Content)> Resolve(string pattern, string directory, int depth)
    {
        List<(string, string)> files = [];
        if (depth >= MaxDepth)
        {
            diagnostics.Error(span, $"Includes are nested more than {MaxDepth} deep - ignoring '{pattern}'");
            return files;
        }

        List<string> alternatives = GlobPattern.ExpandBraces(pattern);
        int matched = 0;
        foreach (string alternative in alternatives)
        {
            int before = files.Count;
            bool exists = false;
            foreach (string path in source.Glob(Path.GetFullPath(alternative, directory)))
            {
                exists = true;
                Read(path, files);
            }

            matched += exists ? 1 : 0;
            if (!exists && alternatives.Count > 1 && checks.HasFlag(IncludeChecks.BraceMatch))
            {
                Report(true, $"Config files missing '{alternative}'.",
                    $"looked for {Path.GetFullPath(alternative, directory)}");
            }

            files.Sort(before, files.Count - before,
                Comparer<(string, string)>.Create(static (a, b) => string.CompareOrdinal(a.Item1, b.Item1)));
        }

        if (matched == 0)
        {
            IncludeChecks needed = GlobPattern.HasWildcard(pattern) ? IncludeChecks.WildcardMatch : IncludeChecks.Match;
            Report(checks.HasFlag(needed), $"Config files missing '{pattern}'.",
                $"looked for {Path.GetFullPath(pattern, directory)}");
        }

        return files;
    }

    private void Read(string path, List<(string Path, string Content)> files)
    {
        ConfigFile file = source.Read(path);
        if (file.Status == ConfigFileStatus.Ok)
        {
            files.Add((path, file.Content));
            return;
        }

        string why = file.Status switch
        {
            ConfigFileStatus.Directory => "it is a directory",
            ConfigFileStatus.NotRegular => "it is not a regular file",
            ConfigFileStatus.Executable => "it is executable",
            ConfigFileStatus.TooLarge => "it is too large",
            _ => "it cannot be read",
        };
        Report(checks.HasFlag(IncludeChecks.Read), $"Configuration file '{path}' is skipped: {why}");
    }

    private void Report(bool failed, string text, string hint = "")
    {
        if (failed)
        {
            diagnostics.Fatal(span, TestStatus.FileCheck, text, hint);
        }
        else
        {
            diagnostics.Notice(span, text, hint);
        }
    }
}
