using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>The track_* blocks that instances and sync groups share.</summary>
internal static class TrackGrammar
{
    public static void Add<T>(BlockGrammar<T> b, string whose, Func<T, TrackersDraft> get)
    {
        b.Values("track_interface", "IF [weight N] [reverse]", $"Interfaces {whose}.",
            (p, d, line) => Read(p, line, "track interface", 253, get(d).Interfaces)).Range("-253..253");
        b.Values("track_script", "SCRIPT [weight N] [reverse]", $"Scripts {whose}.",
            (p, d, line) => Read(p, line, "track script", 253, get(d).Scripts)).Range("-253..253");
        b.Values("track_file", "FILE [weight N] [reverse]", $"Track files {whose}.",
            (p, d, line) => Read(p, line, "track file", 254, get(d).Files)).Range("-254..254");
        b.Values("track_process", "PROCESS [weight N] [reverse]", $"Processes {whose}.",
            (p, d, line) => Read(p, line, "track process", 254, get(d).Processes)).Range("-254..254");
        b.Values("track_bfd", "BFD [weight N] [reverse]", $"BFD sessions {whose}.",
            (p, d, line) => Read(p, line, "track bfd", 253, get(d).Bfds)).Range("-253..253");
    }

    private static void Read(ConfigParser p, ConfigLine line, string kind, int limit, List<TrackDraft> entries)
    {
        TrackDraft? entry = new(line.Keyword, null, null, line.Span);
        bool usable = true;
        for (int i = 1; i < line.Words.Length; i++)
        {
            string word = line.Words[i].Text;
            if (word == "weight" && entry.Weight is null)
            {
                entry = entry with { Weight = Weight(p, line, ++i, kind, limit) };
            }
            else if (word is "reverse" or "noreverse" && entry.Weight is not null)
            {
                entry = entry with { Reverse = word == "reverse" };
            }
            else
            {
                p.Diagnostics.Error(line.SpanOf(i), $"{p.Context}unknown {kind} option {word} - ignoring",
                    "weight N [reverse]");
                usable = false;
            }
        }

        if (entries.Exists(e => e.Name == entry.Name))
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}{kind} {entry.Name} is listed twice - ignoring the second");
        }
        else if (usable)
        {
            entries.Add(entry);
        }
    }

    private static int? Weight(ConfigParser p, ConfigLine line, int index, string kind, int limit)
    {
        // Files may have 254, and the reference reads every kind within that.
        const int widest = 254;
        string value = index < line.Words.Length ? line.Words[index].Text : "";
        if (!p.TryInteger(value, line.SpanOf(index), -widest, widest, out long number))
        {
            p.Diagnostics.Error(line.SpanOf(index), $"{p.Context}{kind} {line.Keyword}: weight must be between " +
                $"[-{limit}..{limit}] inclusive, ignoring...");
            return null;
        }

        if (Math.Abs(number) > limit)
        {
            p.Diagnostics.Error(line.SpanOf(index),
                $"{p.Context}weight for {line.Keyword} cannot be +/-{widest}. Setting to +/-{limit}");
            number = Math.Sign(number) * limit;
        }

        return (int)number;
    }
}
