using Microsoft.AspNetCore.Identity;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.UnitTests.Personnel;

public class PasswordsTests
{
    [Fact]
    public void A_check_costs_one_hash_known_account_or_not()
    {
        var hasher = new Counting();
        var passwords = new Passwords(hasher);
        var known = Account.Create("somebody@example.org", passwords.Hash("right"), DateTime.UnixEpoch);
        var invited = Account.Create("invited@example.org", null, DateTime.UnixEpoch);
        (Account? Account, string Password, bool Same)[] checks =
            [(null, "right", false), (invited, "right", false), (known, "wrong", false), (known, "right", true), (null, "nobody's", false), (invited, "nobody's", false)];
        foreach (var (account, password, same) in checks)
        {
            hasher.Count = 0;
            passwords.Verify(account, password).ShouldBe(same);
            hasher.Count.ShouldBe(1);
        }
    }

    private sealed class Counting : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _real = new();

        public int Count { get; set; }

        public string HashPassword(Account user, string password)
        {
            Count++;
            return _real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Count++;
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
