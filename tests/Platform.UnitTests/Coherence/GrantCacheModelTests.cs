using FsCheck.Fluent;
using Platform.Kernel.Coherence;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Coherence;

/// <summary>
/// The same promise with several credentials, loads and changes at once: random sequences of steps driven by hand, and
/// threads that run into each other.
/// </summary>
public class GrantCacheModelTests
{
    [Fact]
    public void No_sequence_of_steps_lets_a_request_see_what_was_dropped_before_it_began() =>
        Law.Holds(
            ArbMap.Default.ArbFor<int[]>(),
            numbers =>
            {
                var model = new Model();
                foreach (var number in numbers)
                {
                    model.Step(Math.Abs(number % 1000));
                }

                model.Finish();
            },
            times: 1500);

    [Fact]
    public async Task No_race_of_threads_lets_a_request_see_what_was_dropped_before_it_began()
    {
        const int Rows = 3;
        const int Keys = 12;
        const int Changes = 500;
        const int ReadsPerChange = 10;
        // Smaller than what is asked for, so that making room takes part.
        var cache = new GrantCache(new GrantCacheOptions(MaxEntries: 8), new CacheEpoch());
        var (row, applied) = (new long[Rows], new long[Rows]);
        var subjects = Enumerable.Range(0, Rows).Select(_ => Guid.CreateVersion7()).ToArray();
        var (reads, hits, wrong) = (0L, 0L, 0L);
        var writing = true;

        async Task<Result<Grant>> LoadAsync(int of)
        {
            var version = Volatile.Read(ref row[of]);
            await Task.Yield();
            return Grants.Make(version, subjectId: subjects[of]);
        }

        async Task ReadAsync(int key, int stride)
        {
            for (; Volatile.Read(ref writing); key = (key + stride) % Keys)
            {
                var of = key % Rows;
                var floor = Volatile.Read(ref applied[of]);
                if (cache.TryGet(Grants.Key(key), out var grant))
                {
                    Interlocked.Increment(ref hits);
                }
                else
                {
                    grant = (await cache.GetOrLoadAsync(Grants.Key(key), () => LoadAsync(of))).Value;
                }

                if (grant.Version() < floor)
                {
                    Interlocked.Increment(ref wrong);
                }

                Interlocked.Increment(ref reads);
                await Task.Yield();
            }
        }

        async Task WriteAsync(int of)
        {
            for (var change = 1; change <= Changes; change++)
            {
                Volatile.Write(ref row[of], change);
                cache.Apply([change % 50 == 0 ? new Drop(DropKind.All, default) : new Drop(DropKind.Subject, subjects[of])]);
                Volatile.Write(ref applied[of], change);

                // However busy the machine is: no more changes than the readers keep up with.
                while (Interlocked.Read(ref reads) < change * ReadsPerChange)
                {
                    await Task.Yield();
                }
            }
        }

        var readers = Enumerable.Range(0, 4).Select(number => Task.Run(() => ReadAsync(number, stride: number % 2))).ToList();
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(of => Task.Run(() => WriteAsync(of))));
        Volatile.Write(ref writing, false);
        await Task.WhenAll(readers);
        wrong.ShouldBe(0);
        hits.ShouldBeGreaterThan(0, "some answers came from the cache");
        cache.Count.ShouldBeLessThanOrEqualTo(8);
        cache.Count.ShouldBe(Enumerable.Range(0, Keys).Count(key => cache.TryGet(Grants.Key(key), out _)));
    }

    /// <summary>The cache beside what must be true of it: rows, changes not yet applied, loads and requests in flight.</summary>
    private sealed class Model
    {
        private const int Rows = 2;
        private const int Keys = 3;
        private readonly GrantCache _cache = new(new GrantCacheOptions(MaxEntries: 2), new CacheEpoch());
        private readonly Guid[] _subjects = [.. Enumerable.Range(0, Rows).Select(_ => Guid.CreateVersion7())];
        private readonly long[] _row = new long[Rows];
        private readonly long[] _applied = new long[Rows];
        private readonly Queue<(int Row, long Version)> _changes = new();
        private readonly List<Running> _running = [];

        public void Step(int number)
        {
            var pick = number / 6;
            switch (number % 6)
            {
                case 0:
                    Request(pick % Keys);
                    break;
                case 1:
                    Drive(pick, running => !running.HasRead, Read);
                    break;
                case 2:
                    Drive(pick, running => running.HasRead, End);
                    break;
                case 3:
                    _changes.Enqueue((pick % Rows, ++_row[pick % Rows]));
                    break;
                case 4:
                    ApplyNext();
                    break;
                default:
                    Look(pick % Keys);
                    break;
            }
        }

        public void Finish()
        {
            while (_running.Count > 0)
            {
                Read(_running[0]);
                End(_running[0]);
            }

            while (_changes.Count > 0)
            {
                ApplyNext();
            }

            for (var key = 0; key < Keys; key++)
            {
                Look(key);
            }

            _cache.Count.ShouldBeLessThanOrEqualTo(2);
        }

        private static int RowOf(int key) => key % Rows;

        private void Request(int key)
        {
            var row = RowOf(key);
            if (Look(key))
            {
                return;
            }

            var load = new HandLoad(() => Grants.Make(_row[row], subjectId: _subjects[row]));
            var answer = _cache.GetOrLoadAsync(Grants.Key(key), load.RunAsync);
            var running = _running.Find(one => ReferenceEquals(one.Answer, answer));
            if (running is null)
            {
                load.Begun.GetAwaiter().GetResult();
                _running.Add(running = new Running(load, answer));
            }

            running.Floors.Add(_applied[row]);
        }

        private bool Look(int key)
        {
            var held = _cache.TryGet(Grants.Key(key), out var grant);
            if (held)
            {
                grant.Version().ShouldBeGreaterThanOrEqualTo(_applied[RowOf(key)], "what is held");
            }

            return held;
        }

        private void Drive(int pick, Predicate<Running> which, Action<Running> how)
        {
            var candidates = _running.FindAll(which);
            if (candidates.Count > 0)
            {
                how(candidates[pick % candidates.Count]);
            }
        }

        private static void Read(Running running)
        {
            running.Load.ReadAsync().GetAwaiter().GetResult();
            running.HasRead = true;
        }

        private void End(Running running)
        {
            running.Load.End();
            var version = running.Answer.GetAwaiter().GetResult().Value.Version();
            _running.Remove(running);
            running.Floors.ShouldAllBe(floor => version >= floor, "each who joined began after no drop that the load had missed");
        }

        private void ApplyNext()
        {
            if (_changes.TryDequeue(out var change))
            {
                _cache.Apply([new Drop(DropKind.Subject, _subjects[change.Row])]);
                _applied[change.Row] = change.Version;
            }
        }

        private sealed class Running(HandLoad load, Task<Result<Grant>> answer)
        {
            public HandLoad Load { get; } = load;

            public Task<Result<Grant>> Answer { get; } = answer;

            /// <summary>For each request: what had been applied when it began.</summary>
            public List<long> Floors { get; } = [];

            public bool HasRead { get; set; }
        }
    }
}
