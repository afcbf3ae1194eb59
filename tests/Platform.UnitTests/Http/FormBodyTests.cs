using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Http;

namespace Platform.UnitTests.Http;

public class FormBodyTests
{
    [Theory]
    [InlineData("token=a", "a")]
    [InlineData("x=1&token=a%20b+c&y=2", "a b c")]
    [InlineData("token=a=b", "a=b")]
    [InlineData("%74oken=a", "a")]
    [InlineData("token=%C3%A9%F0%9F%98%80", "é😀")]
    [InlineData("token=%zz%", "%zz%")]
    [InlineData("token=", null)]
    [InlineData("token", null)]
    [InlineData("Token=a", null)]
    [InlineData("", null)]
    [InlineData("&&=&=x&", null)]
    public void Gives_the_value_of_a_parameter(string body, string? expected) => Read(body)["token"].ShouldBe(expected);

    [Theory]
    [InlineData("token=a&token=b")]
    [InlineData("token=a&%74oken=a")]
    public void None_may_be_there_twice(string body) =>
        Should.Throw<BadHttpRequestException>(() => Read(body)).StatusCode.ShouldBe(400);

    [Fact]
    public void One_without_a_value_counts_as_left_out() => Read("token=&token=a")["token"].ShouldBe("a");

    [Fact]
    public void There_are_a_hundred_at_most() =>
        Should.Throw<BadHttpRequestException>(() => Read(string.Join('&', Enumerable.Range(0, 101).Select(at => $"p{at}=x"))));

    [Fact]
    public void No_text_throws_anything_else() => Law.Holds(
        Law.AnyText.Generator,
        text =>
        {
            try
            {
                Read(text);
                return true;
            }
            catch (BadHttpRequestException)
            {
                return true;
            }
        });

    private static FormBody Read(string body) => FormBody.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
}
