using Platform.Kernel.Data;

namespace Platform.UnitTests.Data;

public class TextTests
{
    [Theory]
    [InlineData("", 3, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("a😀b", 3, "a😀")]
    public void A_text_is_cut_between_characters(string text, int length, string cut) => text.Cut(length).ShouldBe(cut);
}
