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
        string name = line.Keyword;
        int? weight = null;
        bool? reverse = null;
        bool usable = true;
        for (int i = 1; i < line.Words.Length; i++)
        {
            string word = line.Words[i].Text;
            if (word == "weight" && weight is null)
            {
                i++;
                string value = i < line.Words.Length ? line.Words[i].Text : "";
                // track_file allows 254, and the reader of interfaces tolerates it.
                if (!p.TryInteger(value, line.SpanOf(i), -254, 254, out long number))
                {
                    p.Diagnostics.Error(line.SpanOf(i),
                        $"{p.Context}{kind} {name}: weight must be between [-{limit}..{limit}] inclusive, ignoring...");
                    continue;
                }

                if (Math.Abs(number) > limit)
                {
                    p.Diagnostics.Error(line.SpanOf(i),
                        $"{p.Context}{kind} {name}: weight {number} is changed to {Math.Sign(number) * limit}");
                    number = Math.Sign(number) * limit;
                }

                weight = (int)number;
            }
            else if (word is "reverse" or "noreverse" && weight is not null)
            {
                reverse = word == "reverse";
            }
            else
            {
                p.Diagnostics.Error(line.SpanOf(i), $"{p.Context}unknown {kind} option {word} - ignoring",
                    "weight N [reverse]");
                usable = false;
            }
        }

        if (entries.Exists(e => e.Name == name))
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}{kind} {name} is listed twice - ignoring the second");
            return;
        }

        if (!usable)
        {
            return;
        }

        entries.Add(new TrackDraft(name, weight, reverse, line.Span));
    }
}
