// Namespaces, signals and modes of files: nothing here means anything on another system.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
