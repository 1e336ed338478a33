-- The twin of bot/core/account/ledger.py in Redis: one call applies what a process has to tell and
-- lets in whoever may go, atomically and on Redis' own clock. All times are microseconds.
--
-- KEYS   see the first line below; all of one account, in one slot of a cluster
-- ARGV   the process, its lease, the limits (window with its margin, requests, tokens,
--        concurrency; 0 means none), and a JSON list of commands: {name, arguments...}
-- gives  {known, now, 'process process...', pause left, next look (-1: no time will help),
--        'id id...' that this process holds, 'id place id place...' of those that wait}
--
-- A process that is not known (new, silent for too long, or Redis lost its data) is told so and
-- changes nothing until it begins with `keep`: the ids of all tickets it has, each told anew, and
-- the processes it knew of. Those of them that are not known here may hold what nobody has told, so
-- they are awaited for a lease, and until then who is here has its part of the limits and no more.
-- Every command can be repeated: the answer may have been lost.

local state, tickets, queue, served, held, requests, spent, processes, awaited = unpack(KEYS)
local process, lease, window = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local most_requests, most_tokens = tonumber(ARGV[4]), tonumber(ARGV[5])
local most_held, commands = tonumber(ARGV[6]), cjson.decode(ARGV[7])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = nil -- whether Redis knows this process
local last = nil -- the last waiting round of each tenant, read once

local function get(field)
  return tonumber(redis.call('HGET', state, field) or '0')
end

-- Names begin with their process, so that what it leaves behind is found.
local function name_of(id)
  return process .. ':' .. id
end

local function needed(tokens)
  return most_tokens > 0 and math.min(tokens, most_tokens) or tokens
end

local function next_round(tenant)
  if not last then
    last = {}
    local entries = redis.call('ZRANGE', queue, 0, -1, 'WITHSCORES')
    for index = 1, #entries, 2 do
      last[string.match(entries[index], '^%d+ (%S+)')] = tonumber(entries[index + 1])
    end
  end
  local under_way = get('round') + redis.call('SISMEMBER', served, tenant)
  return last[tenant] and math.max(under_way, last[tenant] + 1) or under_way
end

-- Members of one round are ordered as text, so they begin with the arrival.
local function insert(name, ticket)
  ticket.arrival = ticket.arrival or redis.call('HINCRBY', state, 'arrivals', 1)
  ticket.round = ticket.round or next_round(ticket.tenant)
  ticket.member = string.format('%016d %s %s', ticket.arrival, ticket.tenant, name)
  redis.call('ZADD', queue, ticket.round, ticket.member)
  redis.call('HSET', tickets, name, cjson.encode(ticket))
  if last then
    last[ticket.tenant] = math.max(last[ticket.tenant] or 0, ticket.round)
  end
end

local function grant(name, ticket)
  redis.call('ZREM', queue, ticket.member)
  redis.call('HSET', held, name, needed(ticket.tokens))
  if ticket.round > get('round') then
    redis.call('HSET', state, 'round', ticket.round)
    redis.call('DEL', served)
  end
  if ticket.round == get('round') then
    redis.call('SADD', served, ticket.tenant)
  end
  last = nil
end

local function book_request(name, left)
  if most_requests > 0 then
    redis.call('ZADD', requests, 'NX', now + left, name)
  end
end

local function book_tokens(name, tokens, left)
  local member = string.format('%s %d', name, tokens)
  if most_tokens > 0 and redis.call('ZADD', spent, 'NX', now + left, member) == 1 then
    redis.call('HINCRBY', state, 'spent', tokens)
  end
end

local function forget(name)
  local record = redis.call('HGET', tickets, name)
  if not record then
    return nil
  end
  local ticket = cjson.decode(record)
  redis.call('HDEL', tickets, name)
  redis.call('ZREM', queue, ticket.member)
  redis.call('HDEL', held, name)
  last = nil
  return ticket
end

local function names_of(owner)
  local names = {}
  for _, name in ipairs(redis.call('HKEYS', tickets)) do
    if string.sub(name, 1, #owner + 1) == owner .. ':' then
      names[#names + 1] = name
    end
  end
  return names
end

local command = {}

function command.keep(ids, others)
  local kept = {}
  for _, id in ipairs(ids) do
    kept[name_of(id)] = true
  end
  for _, name in ipairs(names_of(process)) do
    if not kept[name] then
      forget(name)
    end
  end
  for _, other in ipairs(known and {} or others) do
    if not redis.call('ZSCORE', processes, other) then
      redis.call('ZADD', awaited, 'NX', now + lease, other)
    end
  end
end

function command.enter(id, tenant, tokens)
  if redis.call('HEXISTS', tickets, name_of(id)) == 0 then
    insert(name_of(id), { tenant = tenant, tokens = tokens })
  end
end

-- What was granted while Redis was out of reach: no limit is asked.
function command.hold(id, tenant, tokens)
  command.enter(id, tenant, tokens)
  grant(name_of(id), cjson.decode(redis.call('HGET', tickets, name_of(id))))
end

function command.requeue(refused, id, tenant, tokens)
  if redis.call('HEXISTS', tickets, name_of(id)) == 0 then
    local old = forget(name_of(refused)) or {}
    insert(name_of(id), { tenant = tenant, tokens = tokens, round = old.round, arrival = old.arrival })
  end
end

function command.leave(id)
  forget(name_of(id))
end

-- A negative number books what was reserved.
function command.settle(id, tokens)
  local reserved = redis.call('HGET', held, name_of(id))
  if reserved then
    forget(name_of(id))
    book_tokens(name_of(id), tokens < 0 and tonumber(reserved) or tokens, window)
  end
end

function command.pause(left)
  redis.call('HSET', state, 'paused', math.max(get('paused'), now + left))
end

function command.request(id, left)
  book_request(name_of(id), left)
end

function command.spend(id, tokens, left)
  book_tokens(name_of(id), tokens, left)
end

function command.bye()
  command.keep({}, {})
  redis.call('ZREM', processes, process)
end

-- Frees what a process held that gave no sign of life; it may have used all that it reserved.
local function bury(dead)
  for _, name in ipairs(names_of(dead)) do
    local reserved = redis.call('HGET', held, name)
    if reserved then
      book_tokens(name, tonumber(reserved), window)
    end
    forget(name)
  end
  redis.call('ZREM', processes, dead)
end

local function expire()
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', processes, '-inf', now)) do
    bury(dead)
  end
  redis.call('ZREMRANGEBYSCORE', awaited, '-inf', now)
  redis.call('ZREMRANGEBYSCORE', requests, '-inf', now)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', spent, '-inf', now)) do
    redis.call('HINCRBY', state, 'spent', -tonumber(string.match(member, '%d+$')))
    redis.call('ZREM', spent, member)
  end
end

local function token_delay(tokens)
  if most_tokens == 0 then
    return 0
  end
  local excess = get('spent') + needed(tokens) - most_tokens
  for _, reserved in ipairs(redis.call('HVALS', held)) do
    excess = excess + tonumber(reserved)
  end
  if excess <= 0 then
    return 0
  end
  local uses = redis.call('ZRANGE', spent, 0, -1, 'WITHSCORES')
  for index = 1, #uses, 2 do
    excess = excess - tonumber(string.match(uses[index], '%d+$'))
    if excess <= 0 then
      return tonumber(uses[index + 1]) - now
    end
  end
  return math.huge
end

local function request_delay()
  if most_requests == 0 or redis.call('ZCARD', requests) < most_requests then
    return 0
  end
  local due = redis.call('ZRANGE', requests, -most_requests, -most_requests, 'WITHSCORES')
  return tonumber(due[2]) - now
end

local function delay(tokens)
  if most_held > 0 and redis.call('HLEN', held) >= most_held then
    return math.huge
  end
  return math.max(get('paused') - now, request_delay(), token_delay(tokens))
end

-- The twin of Limits.share.
local function part(limit, all)
  local live = redis.call('ZCARD', processes)
  return limit > 0 and math.max(1, math.floor(limit * live / all)) or 0
end

local function admit()
  while true do
    local head = redis.call('ZRANGE', queue, 0, 0)[1]
    if not head then
      return math.huge
    end
    local name = string.match(head, '%S+$')
    local ticket = cjson.decode(redis.call('HGET', tickets, name))
    local wait = delay(ticket.tokens)
    if wait > 0 then
      return wait
    end
    grant(name, ticket)
    book_request(name, window)
  end
end

expire()
known = redis.call('ZSCORE', processes, process)
if not known and not (commands[1] and commands[1][1] == 'keep') then
  return { 0 }
end
redis.call('ZADD', processes, now + lease, process)
redis.call('ZREM', awaited, process)
for _, each in ipairs(commands) do
  command[each[1]](unpack(each, 2))
end
local everybody = redis.call('ZRANGE', processes, 0, -1)
for _, other in ipairs(redis.call('ZRANGE', awaited, 0, -1)) do
  everybody[#everybody + 1] = other
end
most_requests, most_tokens = part(most_requests, #everybody), part(most_tokens, #everybody)
most_held = part(most_held, #everybody)
local again = admit()

local prefix = process .. ':'
local holds, places = {}, {}
for _, name in ipairs(redis.call('HKEYS', held)) do
  if string.sub(name, 1, #prefix) == prefix then
    holds[#holds + 1] = string.sub(name, #prefix + 1)
  end
end
for place, member in ipairs(redis.call('ZRANGE', queue, 0, -1)) do
  local name = string.match(member, '%S+$')
  if string.sub(name, 1, #prefix) == prefix then
    places[#places + 1] = string.sub(name, #prefix + 1)
    places[#places + 1] = place
  end
end
for _, key in ipairs(KEYS) do -- an account that nobody uses any more leaves nothing behind
  redis.call('PEXPIRE', key, math.ceil((2 * window + lease) / 1000))
end
local paused = math.max(0, get('paused') - now)
again = again == math.huge and -1 or again
local names = table.concat(everybody, ' ')
-- A client reads two long texts much faster than hundreds of short ones.
return { 1, now, names, paused, again, table.concat(holds, ' '), table.concat(places, ' ') }
