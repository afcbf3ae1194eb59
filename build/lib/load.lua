-- wrk's part of a benchmark row: requests prepared before the start, so that the load costs the same for every row.
-- Arguments after `--`: the file of whole requests, each ended by a zero byte; "again" to go through them again and again or
-- "once". REFUSED=1 in the environment: an answer that is none of 2xx is the right one.
local requests = {}
local index = 0
local again

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local rest = ""
  while true do
    local block = file:read(1048576)
    if not block then break end
    block = rest .. block
    local from = 1
    while true do
      local stop = block:find("\0", from, true)
      if not stop then break end
      requests[#requests + 1] = block:sub(from, stop - 1)
      from = stop + 1
    end
    rest = block:sub(from)
  end
  file:close()
  again = args[2] == "again"
end

function request()
  index = index + 1
  if index > #requests then
    if not again then wrk.thread:stop() end
    index = 1
  end
  return requests[index]
end

function done(summary, latency)
  local errors = summary.errors
  local wrong = os.getenv("REFUSED") == "1" and summary.requests - errors.status or errors.status
  io.write(string.format('\nRESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + wrong + errors.timeout))
end
