namespace Akka.Util;

/// <summary>Finds the types that a configuration names.</summary>
internal static class TypeNames
{
    /// <summary>
    /// By full name in whatever assembly is loaded: the stand-ins are cut into assemblies in another way than the
    /// packages, whose assembly names the configuration gives.
    /// </summary>
    /// <exception cref="Configuration.ConfigurationException">There is none.</exception>
    internal static Type Resolve(string name) =>
        Type.GetType(name)
        ?? AppDomain.CurrentDomain.GetAssemblies()
            .Select(a => a.GetType(name.Split(',')[0].Trim()))
            .FirstOrDefault(t => t is not null)
        ?? throw new Configuration.ConfigurationException($"Type [{name}] could not be found");
}
