namespace Akka.Configuration;

/// <summary>Makes a <see cref="Config"/> from text.</summary>
public class ConfigurationFactory
{
    public static Config Empty => ParseString("");

    /// <summary>Reads HOCON.</summary>
    /// <exception cref="FormatException">A character out of place (with its line) or an unresolved
    /// substitution.</exception>
    /// <exception cref="ConfigurationException">An assignment character inside an unquoted value.</exception>
    public static Config ParseString(string hocon) => new(HoconReader.Read(hocon));
}
