using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Ways in without the authenticator app: ten texts of 50 bits, <c>xxxxx-xxxxx</c>, each good once.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;
    private const int Length = 10;

    /// <summary>Without what is mistaken for something else; 32 of them.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Makes new ones; the old ones are good no more.</summary>
    /// <returns>Shown once.</returns>
    public static async Task<IReadOnlyList<string>> ReplaceAsync(PlatformDbContext db, Account account, CancellationToken cancellationToken)
    {
        await RemoveAsync(db, account, cancellationToken);
        List<string> codes = [.. Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length)).Select(code => $"{code[..5]}-{code[5..]}")];
        db.AddRange(codes.Select(code => new RecoveryCode(account.Id, HashOf(account.Id, code))));
        account.ReplaceRecoveryCodes(Count);
        return codes;
    }

    public static async Task RemoveAsync(PlatformDbContext db, Account account, CancellationToken cancellationToken) =>
        db.RemoveRange(await db.RecoveryCodes.Where(code => code.AccountId == account.Id).ToListAsync(cancellationToken));

    /// <summary>Whatever its case, spaces and hyphens. The account's id keeps one table of hashes from serving for all.</summary>
    public static byte[] HashOf(Guid accountId, string code)
    {
        var plain = string.Concat(code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId}:{plain}"));
    }
}
