using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>What a url block must have by its end.</summary>
internal static class UrlRules
{
    /// <summary>True if the page can be tested.</summary>
    public static bool Complete(ConfigParser p, UrlDraft url)
    {
        if (url.Path.Length == 0)
        {
            p.Diagnostics.Error(url.Span, "url block has no path - ignoring", "path /...");
            return false;
        }

        CheckRegex(p, url);
        return true;
    }

    /// <summary>As with the reference daemon: told, without a part in the verdict of a configuration test.</summary>
    private static void CheckRegex(ConfigParser p, UrlDraft url)
    {
        bool hasParameters = url.NoMatch || url.Options.Count > 0 || url.MinOffset > 0 || url.MaxOffset is not null
            || url.StackMax > 0;
        if (url.Pattern is null)
        {
            if (hasParameters)
            {
                p.Diagnostics.Warning(url.Span, "regex parameters specified without regex");
            }

            return;
        }

        if (url.MaxOffset is { } max && url.MinOffset > max)
        {
            p.Diagnostics.Warning(
                url.Span, $"regex min offset {url.MinOffset} > regex_max_offset {max} - ignoring");
            (url.MinOffset, url.MaxOffset) = (0, null);
        }

        if (url.StackStart > url.StackMax)
        {
            p.Diagnostics.Warning(url.Span, "regex stack start cannot exceed max value - ignoring regex_stack");
            (url.StackStart, url.StackMax) = (0, 0);
        }

        HttpRegexConfig regex = new(url.Pattern) { Options = url.Options.ToEquatableArray() };
        if (p.Host.RegexFlaw(regex) is { } flaw)
        {
            p.Diagnostics.Warning(url.Span, flaw, "the page is tested without it");
            url.Pattern = null;
        }
    }
}
