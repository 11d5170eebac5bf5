namespace Keepalived.Daemon.CommandLine;

internal enum OptionReading
{
    Option,

    /// <summary>A word that is no option; options may follow it, as GNU getopt permutes.</summary>
    Word,
    Unknown,
    MissingParameter,
    End,
}

/// <summary>
/// Reads a command line as getopt_long(3) does: clustered short options, abbreviated long ones, optional arguments only
/// when attached, <c>--</c> ends the options.
/// </summary>
internal sealed class OptionReader(IReadOnlyList<string> arguments, IReadOnlyList<OptionDefinition> table)
{
    private int _next;
    private string _cluster = "";
    private int _inCluster;
    private bool _onlyWords;

    public OptionDefinition? Option { get; private set; }

    /// <summary>The option's argument; null if it has none.</summary>
    public string? Argument { get; private set; }

    /// <summary>The option as it was written, for messages; or the word.</summary>
    public string Written { get; private set; } = "";

    public OptionReading Read()
    {
        (Option, Argument) = (null, null);
        if (_inCluster > 0 && _inCluster < _cluster.Length)
        {
            return ReadShort();
        }

        if (_next >= arguments.Count)
        {
            return OptionReading.End;
        }

        string word = arguments[_next++];
        if (_onlyWords || word.Length < 2 || word[0] != '-')
        {
            Written = word;
            return OptionReading.Word;
        }

        if (word == "--")
        {
            _onlyWords = true;
            return Read();
        }

        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            return ReadLong(word);
        }

        (_cluster, _inCluster) = (word, 1);
        return ReadShort();
    }

    private OptionReading ReadShort()
    {
        char letter = _cluster[_inCluster++];
        Written = "-" + letter;
        Option = table.FirstOrDefault(option => option.Short == letter);
        if (Option is null)
        {
            return OptionReading.Unknown;
        }

        string rest = _cluster[_inCluster..];
        if (Option.Argument != OptionArgument.None && rest.Length > 0)
        {
            (Argument, _inCluster) = (rest, 0);
        }
        else if (Option.Argument == OptionArgument.Required)
        {
            _inCluster = 0;
            return TakeNextWord();
        }

        return OptionReading.Option;
    }

    private OptionReading ReadLong(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word[2..] : word[2..equals];
        string? value = equals < 0 ? null : word[(equals + 1)..];
        Option = Find(name);
        Written = word;
        if (Option is null || (value is not null && Option.Argument == OptionArgument.None))
        {
            Option = null;
            return OptionReading.Unknown;
        }

        Written = "--" + Option.Long;
        Argument = value;
        if (value is { Length: 0 })
        {
            // The reference takes "--use-file=" for a forgotten value.
            return OptionReading.MissingParameter;
        }

        return value is null && Option.Argument == OptionArgument.Required ? TakeNextWord() : OptionReading.Option;
    }

    private OptionReading TakeNextWord()
    {
        if (_next >= arguments.Count || arguments[_next].Length == 0)
        {
            return OptionReading.MissingParameter;
        }

        Argument = arguments[_next++];
        return OptionReading.Option;
    }

    private OptionDefinition? Find(string name)
    {
        OptionDefinition? only = null;
        foreach (OptionDefinition option in table)
        {
            if (option.Long == name)
            {
                return option;
            }

            if (!option.MayBeAbbreviated || !option.Long.StartsWith(name, StringComparison.Ordinal))
            {
                continue;
            }

            if (only is not null)
            {
                return FindExact(name);
            }

            only = option;
        }

        return only;
    }

    // An ambiguous abbreviation is still good when it is the whole name of an option.
    private OptionDefinition? FindExact(string name) => table.FirstOrDefault(option => option.Long == name);
}
