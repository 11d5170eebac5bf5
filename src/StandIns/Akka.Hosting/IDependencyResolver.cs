namespace Akka.DependencyInjection;

/// <summary>The services, as actors' starters see them.</summary>
public interface IDependencyResolver
{
    T GetService<T>();
}

internal sealed class ServiceResolver(IServiceProvider services) : IDependencyResolver
{
    public T GetService<T>() => (T)services.GetService(typeof(T));
}
