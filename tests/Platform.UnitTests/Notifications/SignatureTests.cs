using Platform.Notifications.Webhooks;

namespace Platform.UnitTests.Notifications;

public class SignatureTests
{
    /// <summary>The example that the reference libraries of Standard Webhooks test themselves by.</summary>
    [Fact]
    public void IsTheSpecificationsOwn() => Signature.Sign(
            [Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""")
        .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void EachSecretSigns()
    {
        var (one, other) = (Signature.NewSecret(), Signature.NewSecret());
        Signature.Sign([one, other], "msg_1", "2", "{}").ShouldBe($"{Signature.Sign([one], "msg_1", "2", "{}")} {Signature.Sign([other], "msg_1", "2", "{}")}");
        one.ShouldNotBe(other);
    }
}
