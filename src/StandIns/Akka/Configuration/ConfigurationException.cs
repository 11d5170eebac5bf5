using Akka.Actor;

namespace Akka.Configuration;

/// <summary>The configuration says something that cannot be followed.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>With the reason.</summary>
    public ConfigurationException(string message) : base(message)
    {
    }

    /// <summary>With the reason and what led to it.</summary>
    public ConfigurationException(string message, Exception exception) : base(message, exception)
    {
    }
}
