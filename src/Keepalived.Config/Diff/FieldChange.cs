using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>One field of an object that a reload changes.</summary>
public sealed record FieldChange(string Field, string Before, string After)
{
    internal const DynamicallyAccessedMemberTypes Compared = DynamicallyAccessedMemberTypes.PublicProperties;

    private const int LongestValue = 200;

    /// <summary>The fields in which two objects differ; where an object stood in its file is none of them.</summary>
    public static IEnumerable<FieldChange> Between<[DynamicallyAccessedMembers(Compared)] T>(
        T before, T after)
        where T : notnull
    {
        foreach (PropertyInfo property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // What is computed from other fields is no field.
            if (!property.CanWrite || property.PropertyType == typeof(DefinedAt))
            {
                continue;
            }

            object? old = property.GetValue(before);
            object? now = property.GetValue(after);
            if (!Equals(old, now))
            {
                bool isSecret = property.Name.Contains("Password", StringComparison.Ordinal)
                    || property.Name.Contains("Hmac", StringComparison.Ordinal)
                    || property.Name.Contains("Authentication", StringComparison.Ordinal);
                yield return isSecret
                    ? new FieldChange(property.Name, "********", "******** (another one)")
                    : new FieldChange(property.Name, Show(old), Show(now));
            }
        }
    }

    private static string Show(object? value)
    {
        string text = value switch
        {
            null => "none",
            bool flag => flag ? "on" : "off",
            string word => word.Length == 0 ? "none" : word,
            TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
            IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Show)) + "]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.Length <= LongestValue ? text : text[..LongestValue] + "...";
    }
}
