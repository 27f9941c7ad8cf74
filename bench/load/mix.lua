-- SPDX-License-Identifier: Apache-2.0
-- Requests of one kind with changing filters, so that the answer cache does not answer for the engine. Seeded by thread:
-- every run asks the same. $GX_KIND: list, detail, search, dashboard, staff_… $GX_IDS: a file of obligation ids, one a line.
-- $GX_TOKENS: a file of "TOKEN BODY" lines for the staff kinds; without BODY somebody of the whole county.
local kind = os.getenv("GX_KIND") or "list"
local ids = {}
local users = {}
local county = {}  -- users who see every body
local bodies = {}
local tid = 0

function setup(thread)
  thread:set("tid", tid)
  tid = tid + 1
end

local kinds = {"plan_task", "livelihood_project", "service_pledge", "policy_promise", "payment", "contract", "procurement_contract",
  "proposal_reply", "suggestion_reply", "rectification", "disclosure_reply", "explanation"}
local lights = {"pending", "due_soon", "overdue", "broken", "kept", "kept_late"}
local sorts = {"due_on", "-due_on", "amount_fen", "-amount_fen"}
local places = {"明德", "崇信", "守诺", "致远", "同心", "笃行", "清源", "和顺", "望山", "云台", "长河", "新禾", "东川", "西岭"}
local words = {"整治", "合同", "答复", "路", "公厕改造", "校", "饮水安全", "承诺", "支付", "防汛"}

local function one(list) return list[math.random(#list)] end

local function encoded(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", string.byte(c)) end))
end

local makers = {
  list = function()
    local turn = math.random(6)
    local page = "&limit=20&page=" .. math.random(40)
    if turn == 1 then return "/obligations?tenant=990101&sort=" .. one(sorts) .. page end
    if turn == 2 then return "/obligations?kind=" .. one(kinds) .. "&light=" .. one(lights) .. "&sort=" .. one(sorts) .. page end
    if turn == 3 then
      local month = math.random(12)
      return string.format("/obligations?due_from=2026-%02d-01&due_to=2026-%02d-28", month, month) .. page
    end
    if turn == 4 then return string.format("/obligations?division=990101%03d", 301 + math.random(200)) .. page end
    if turn == 5 then return "/records?tenant=990101" .. page end
    return "/bodies?tenant=990101&sort=" .. one({"name", "-total", "-overdue", "-broken"}) .. page
  end,
  detail = function() return "/obligations/" .. one(ids) end,
  search = function()
    local turn = math.random(3)
    local text = one(places) .. "第" .. math.random(400) .. "片区"
    if turn == 2 then text = one(words) end
    if turn == 3 then text = "片区" .. one(words) end
    return "/search?q=" .. encoded(text) .. "&page=" .. math.random(5)
  end,
  dashboard = function()
    if math.random(2) == 1 then return "/overview?tenant=990101&year=" .. (2023 + math.random(4)) end
    return "/obligations/summary?tenant=990101"
  end,
}

local function body_of(user) return user.body ~= "" and user.body or one(bodies) end

local staff = {
  staff_list = function(user)
    local page = "&limit=50&page=" .. math.random(4)
    local turn = math.random(4)
    if turn == 1 then return "/obligations?sort=" .. one({"due_on", "-due_on"}) .. page end
    if turn == 2 then return "/obligations?kind=" .. one(kinds) .. "&state=" .. one({"open", "done"}) .. page end
    if turn == 3 then return "/obligations?body=" .. body_of(user) .. page end
    local month = math.random(12)
    return string.format("/obligations?due_from=2026-%02d-01&due_to=2026-%02d-28", month, month) .. page
  end,
  staff_detail = function() return "/obligations/" .. one(ids) end,
  staff_file = function() return "/obligations/" .. one(ids) .. "/file" end,
  staff_bodies = function() return "/bodies?limit=50&page=" .. math.random(20) end,
  staff_posts = function() return "/posts?limit=50&page=" .. math.random(20) end,
  staff_summary = function(user) return "/obligations/summary?body=" .. body_of(user) end,
  staff_todos = function() return "/todos?tab=" .. one({"todo", "overdue"}) .. "&limit=50&page=" .. math.random(3) end,
  staff_workbench = function() return "/workbench" end,
}

function init()
  math.randomseed(20210125 + (tid or 0))
  local file = os.getenv("GX_IDS")
  if file then for line in io.lines(file) do ids[#ids + 1] = line end end
  if staff[kind] then
    for line in io.lines(os.getenv("GX_TOKENS")) do
      local token, body = line:match("^(%S+) ?(%S*)$")
      users[#users + 1] = {token = token, body = body}
      if body == "" then county[#county + 1] = users[#users] else bodies[#bodies + 1] = body end
    end
  end
end

function request()
  if not staff[kind] then return wrk.format("GET", "/api/v1/public" .. makers[kind]()) end
  local user = one((kind == "staff_detail" or kind == "staff_file") and county or users)  -- no clerk sees a duty of another body
  return wrk.format("GET", "/api/v1" .. staff[kind](user), {Authorization = "Bearer " .. user.token})
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("JSON {\"kind\":\"%s\",\"requests\":%d,\"per_second\":%.0f,\"p50_ms\":%.1f,\"p95_ms\":%.1f,\"p99_ms\":%.1f,\"errors\":%d}\n",
    kind, summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, e.status + e.connect + e.read + e.write + e.timeout))
end
