using System.Runtime.Versioning;

// Namespaces, control groups and the daemons themselves are Linux.
[assembly: SupportedOSPlatform("linux")]
