using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks.Regex;

/// <summary>Compiles each expression once, however many pages are tested with it.</summary>
internal sealed class PatternLibrary
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, EquatableArray<string>), WeakReference<PagePattern>> _patterns = [];

    /// <inheritdoc cref="PagePattern.TryCompile"/>
    public PagePattern? Get(HttpRegexConfig config, out string failure)
    {
        failure = "";
        lock (_gate)
        {
            (string, EquatableArray<string>) key = (config.Pattern, config.Options);
            if (_patterns.TryGetValue(key, out WeakReference<PagePattern>? known)
                && known.TryGetTarget(out PagePattern? pattern))
            {
                return pattern;
            }

            PagePattern? compiled = PagePattern.TryCompile(config, out failure);
            if (compiled is not null)
            {
                Forget();
                _patterns[key] = new WeakReference<PagePattern>(compiled);
            }

            return compiled;
        }
    }

    private void Forget()
    {
        foreach (var (key, pattern) in _patterns)
        {
            if (!pattern.TryGetTarget(out _))
            {
                _patterns.Remove(key);
            }
        }
    }
}
