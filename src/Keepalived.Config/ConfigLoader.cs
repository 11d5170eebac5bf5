using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Memory;
using Keepalived.Config.Model;
using Keepalived.Config.Resolution;
using Keepalived.Config.Text;
using Keepalived.Config.Validation;
using Keepalived.Config.Validation.Advice;

namespace Keepalived.Config;

/// <summary>
/// Reads configurations: text to lines, lines to drafts, rules over the drafts, drafts to the model. All problems are
/// collected; none throws.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Reads a file, or every file that a pattern matches (in sorted order).</summary>
    public static ConfigResult Load(string pathOrPattern, ConfigLoaderOptions? options = null)
    {
        options ??= new ConfigLoaderOptions();
        return Read(options, diagnostics =>
        {
            IConfigSource source = options.EffectiveSource;
            IncludeResolver resolver = new(source, diagnostics, SourceSpan.None, IncludeChecks.None);
            return resolver.Resolve(pathOrPattern, CurrentDirectory(source), 0);
        });
    }

    /// <summary>Reads text; includes are relative to <paramref name="fileName"/>, which need not exist.</summary>
    public static ConfigResult Parse(
        string text, string fileName = "keepalived.conf", ConfigLoaderOptions? options = null) =>
        Read(options ?? new ConfigLoaderOptions(), _ => [(fileName, text)]);

    private static string CurrentDirectory(IConfigSource source) => source.FullPath(".");

    private static ConfigResult Missing(DiagnosticBag diagnostics) => new(
        KeepalivedConfig.Empty, diagnostics.ToImmutable(), 0, new StartVerdict(false, 6, "Config files missing"));

    private static ConfigResult Read(
        ConfigLoaderOptions options, Func<DiagnosticBag, List<(string Path, string Content)>> open)
    {
        DiagnosticBag diagnostics = new();
        List<(string Path, string Content)> files = open(diagnostics);
        if (files.Count == 0)
        {
            return Missing(diagnostics);
        }

        if (Read(files, diagnostics, options) is { } result)
        {
            return result;
        }

        // What was taken from the last reading does not hold: all anew.
        options.Memory?.Forget();
        options.ReadText?.Clear();
        return Read(options, open);
    }

    /// <summary>Null if it was made of what was read before, and that does not hold any more.</summary>
    private static ConfigResult? Read(
        List<(string Path, string Content)> files, DiagnosticBag diagnostics, ConfigLoaderOptions options)
    {
        ConfigPreprocessor lines = new(options, diagnostics);
        for (int i = files.Count - 1; i >= 0; i--)
        {
            lines.Open(files[i].Path, files[i].Content);
        }

        ConfigDraft draft = new();
        options.Memory?.Begin();
        ConfigParser parser = new(lines, draft, diagnostics, options);
        parser.ReadAll(TopLevelGrammar.Table, draft);
        RuleContext context = new(draft, diagnostics, options.EffectiveEnvironment);
        GlobalRules.Apply(context);
        ScriptRules.Apply(context);
        StaticRules.Apply(context);
        TrackRules.CheckObjects(context);
        InstanceRules.Apply(context);
        TrackRules.Apply(context);
        SyncGroupRules.Apply(context);
        VirtualServerRules.Apply(context);
        NftablesPlaneRules.Apply(context, options.IsTest);
        KeepalivedConfig config = ConfigResolver.Resolve(draft, options.EffectiveEnvironment);
        if (options.Memory?.Holds(config.Global) == false)
        {
            return null;
        }

        AdviceContext.Apply(config, diagnostics, options.EffectiveEnvironment);
        options.Memory?.Remember(config.Global, Memorable.Of(draft.Servers, config, diagnostics));
        return Verdict.Of(config, context);
    }
}
