namespace Tidy.Tests;

public sealed class MemberLengthsTests
{
    private const string Sample = """
        namespace Sample;

        public sealed record Pair(int A, int B);

        [Attribute(typeof(Pair), "[")]
        public class Outer<T>(int size) where T : struct
        {
            private readonly int[] _table =
            [
                1,
                2,
            ];

            public int Size { get; } = size;

            // A brace { in a comment, and in "strings".
            public string Braces() => "{" + '{' + $"{Size}}}";

            public int Chosen(int n) => n switch
            {
                1 => 2,
                _ => 3,
            };

            internal static class Inner
            {
                public static void Long(
                    int a)
                {
                    if (a > 0)
                    {
                        a--;
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("public string Braces", 1)]
    [InlineData("public int Chosen", 5)]
    [InlineData("public static void Long", 8)]
    public void A_method_is_as_long_as_the_lines_from_its_name_to_its_end(string start, int length)
    {
        Member found = Assert.Single(
            MemberLengths.Of(Sample),
            member => member.Header.StartsWith(start, StringComparison.Ordinal));

        Assert.Equal(length, found.Length);
    }

    [Fact]
    public void Tables_and_types_are_no_methods() =>
        Assert.DoesNotContain(
            MemberLengths.Of(Sample),
            member => member.Header.Contains("_table") || member.Header.Contains("class"));
}
