using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Hosting;

/// <summary>Says what is logged, and by whom.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly List<Type> _loggers = [typeof(DefaultLogger)];

    internal LoggerConfigBuilder() { }

    public LogLevel? LogLevel { get; set; }

    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        return this;
    }

    public LoggerConfigBuilder AddLogger<T>() where T : ActorBase
    {
        _loggers.Add(typeof(T));
        return this;
    }

    internal Config ToConfig()
    {
        string names = string.Join(", ", _loggers.Select(t => $"\"{t.AssemblyQualifiedName}\""));
        string level = LogLevel is { } given ? $"\nakka.loglevel = {given.ToString().Replace("Level", "")}" : "";
        return ConfigurationFactory.ParseString($"akka.loggers = [{names}]{level}");
    }
}

/// <summary>Logging, as part of the set-up.</summary>
public static class LoggingExtensions
{
    public static AkkaConfigurationBuilder ConfigureLoggers(
        this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        var loggers = new LoggerConfigBuilder();
        configurator(loggers);
        return builder.AddHocon(loggers.ToConfig(), HoconAddMode.Prepend);
    }
}
