-- wrk's part of a benchmark row: the same rotation of prepared requests for every row, so that the load costs the same.
-- Arguments after `--`: the file of "organization,secret" lines, and "with" or "without" credentials.
local requests = {}
local index = 0

function init(args)
  for line in io.lines(args[1]) do
    local organization, secret = line:match("^([^,]+),(.+)$")
    local headers = {}
    if args[2] == "with" then
      headers["Organization-ID"] = organization
      headers["Authorization"] = "Bearer " .. secret
    end
    requests[#requests + 1] = wrk.format("GET", nil, headers)
  end
end

function request()
  index = index % #requests + 1
  return requests[index]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\nRESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
