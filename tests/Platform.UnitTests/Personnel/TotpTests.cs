using System.Text;
using Platform.Personnel.SignIn;

namespace Platform.UnitTests.Personnel;

public class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238 appendix B, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_standard_s_own_examples(long seconds, string code)
    {
        var now = DateTime.UnixEpoch.AddSeconds(seconds);
        Totp.CodeAt(Key, Totp.StepAt(now)).ShouldBe(code);
        Totp.StepOf(Key, code, now, lastStep: 0).ShouldBe(Totp.StepAt(now));
        Totp.StepOf(Key, code, now.AddSeconds(30), lastStep: 0).ShouldBe(Totp.StepAt(now));
        Totp.StepOf(Key, code, now.AddSeconds(-30), lastStep: 0).ShouldBe(Totp.StepAt(now));
        Totp.StepOf(Key, code, now.AddSeconds(60), lastStep: 0).ShouldBeNull();
        Totp.StepOf(Key, code, now, lastStep: Totp.StepAt(now)).ShouldBeNull();
    }

    [Fact]
    public void The_key_is_typed_in_base_32() => Totp.ToBase32(Key).ShouldBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void RFC_4648_s_own_examples(string plain, string text) => Totp.ToBase32(Encoding.ASCII.GetBytes(plain)).ShouldBe(text);
}
