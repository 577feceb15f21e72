-- The calls that wrk makes: wrk … URL -- KIND PLACE THREADS TOKENS_FILE. What is numbered is explained in data.sql.
--
-- Likes and unlikes walk through pairs of a message and a member, each pair once and neighbours far apart, from
-- PLACE on; so each of them changes something. There are 800,000 pairs: members 10 to 49 of each chat. The kinds:
--   like, unlike   of the next pair
--   read           who likes the pair's message
--   mixed          nine reads and a like
--   hot            all members of one chat like one message, take the like back, like it again, …
--   one, screen    who likes one message of the screen; how its 50 messages are liked
--   everything     all endpoints, a write for each two reads

local CHATS, MEMBERS, MESSAGES, USERS, FIRST_MEMBER = 1000, 50, 20, 2000, 10
local SCREEN_CHAT, SCREEN_MESSAGE, SCREEN_SIZE = 1000, 20000, 50

local threads = {}
function setup(thread)
  thread:set("thread_number", #threads)
  threads[#threads + 1] = thread
end

local kind, step
local tail = {} -- of the request, by user: the headers

local function message_id(n) return string.format("00000000-0000-4000-8000-%012x", n * 64) end
local function chat_id(n) return string.format("00000000-0000-4000-9000-%012x", n) end

-- The message, its chat and the user of a place in the walk. 7,919 is prime to the number of messages.
local function pair(place)
  local messages = CHATS * MESSAGES
  local message = place * 7919 % messages
  local chat = math.floor(message / MESSAGES)
  local member = FIRST_MEMBER + math.floor(place / messages) % (MEMBERS - FIRST_MEMBER)
  return message, chat, (chat * MEMBERS + member) % USERS
end

local function call(verb, target, user) return verb .. " /api/v1/" .. target .. tail[user] end
local function on_message(verb, message, what, user)
  return call(verb, "messages/" .. message_id(message) .. what, user)
end

local kinds = {}

function kinds.like(place)
  local message, _, user = pair(place)
  return on_message("POST", message, "/like", user)
end

function kinds.unlike(place)
  local message, _, user = pair(place)
  return on_message("DELETE", message, "/like", user)
end

function kinds.read(place)
  local message, _, user = pair(place)
  return on_message("GET", message, "/likes", user)
end

function kinds.mixed(place)
  return place % 10 == 0 and kinds.like(place) or kinds.read(place)
end

function kinds.hot(place)
  return on_message(math.floor(place / MEMBERS) % 2 == 0 and "POST" or "DELETE", 0, "/like", place % MEMBERS)
end

function kinds.one(place)
  return on_message("GET", SCREEN_MESSAGE + place % SCREEN_SIZE, "/likes", place % USERS)
end

local screen
function kinds.screen(place)
  if not screen then
    local ids = {}
    for i = 1, SCREEN_SIZE do ids[i] = message_id(SCREEN_MESSAGE + i - 1) end
    screen = "chats/" .. chat_id(SCREEN_CHAT) .. "/likes?message_ids=" .. table.concat(ids, ",")
  end
  return call("GET", screen, place % USERS)
end

-- By all members in turn: a user may ask for numbers a few times a second.
local function numbers(place, what)
  local _, chat = pair(place)
  local user = (chat * MEMBERS + place % MEMBERS) % USERS
  return call("GET", "chats/" .. chat_id(chat) .. "/analytics/" .. what, user)
end

local endpoints = {
  kinds.like,
  kinds.read,
  function(place)
    local message, _, user = pair(place)
    return on_message("PUT", message, "/reactions/joy", user)
  end,
  function(place)
    local message, _, user = pair(place)
    return on_message("GET", message, "/reactions", user)
  end,
  function(place) return kinds.unlike(place - 4) end, -- what the first of these liked
  kinds.screen,
  function(place)
    local message, _, user = pair(place - 4)
    return on_message("DELETE", message, "/reactions/joy", user)
  end,
  function(place)
    local _, chat, user = pair(place)
    return call("GET", "chats/" .. chat_id(chat) .. "/likes/changes", user)
  end,
  function(place)
    local _, chat, user = pair(place)
    local body = '{"chat_ids":["' .. chat_id(chat) .. '"]}'
    return call("POST", "realtime/token", user):gsub("\r\n\r\n$",
      "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body)
  end,
  function(place) return numbers(place, "activity") end,
  function(place) return numbers(place, "messages") end,
  function(place) return numbers(place, "users") end,
}

function kinds.everything(place)
  return (endpoints[place % #endpoints + 1](place))
end

function init(arguments)
  kind = kinds[arguments[1]] or error("there is no kind of call '" .. tostring(arguments[1]) .. "'")
  next_place = tonumber(arguments[2]) + thread_number -- global: done() asks each thread for it
  step = tonumber(arguments[3])
  local user = 0
  for token in io.lines(arguments[4]) do
    tail[user] = " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " .. token .. "\r\n\r\n"
    user = user + 1
  end
end

function request()
  local place = next_place
  next_place = place + step
  return kind(place)
end

function done(summary, latency)
  local function figure(name, value) io.write(string.format("figure %s %.3f\n", name, value)) end
  local errors = summary.errors
  figure("rate", summary.requests / summary.duration * 1e6)
  figure("served", (summary.requests - errors.status) / summary.duration * 1e6)
  figure("p50_ms", latency:percentile(50) / 1000)
  figure("p99_ms", latency:percentile(99) / 1000)
  local place = 0
  for _, thread in ipairs(threads) do place = math.max(place, thread:get("next_place")) end
  io.write(string.format("place %d\nanswered %d\n", place, summary.requests))
  figure("errors", errors.connect + errors.read + errors.write + errors.status + errors.timeout)
end
