#include "correlate/terminals.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "programs/terminal_server.h"

namespace auweave::correlate {
namespace {

using Does = programs::TerminalCall::Does;

// screen names a server `PID.NAME` or `USER/NAME`, too.
std::string_view plain_name(std::string_view program, std::string_view label) {
  if (program != "screen") return label;
  const std::size_t mark = label.find_last_of("./");
  return mark == std::string_view::npos ? label : label.substr(mark + 1);
}

bool is_pid(std::string_view text, model::Pid pid) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value == pid.value;
}

// A client also asks nscd, systemd's userdb and the like for names.
bool is_servers(std::string_view path, std::string_view program, std::string_view label) {
  return path == label || base::basename(path) == label ||
         path.find(program) != std::string_view::npos;
}

// screen's sockets are named `PID.NAME`.
bool names_pid(std::string_view socket, model::Pid pid) {
  const std::string_view name = base::basename(socket);
  return is_pid(name.substr(0, name.find('.')), pid);
}

}  // namespace

void Attached::add(const std::string& session) {
  const auto place = std::lower_bound(sessions.begin(), sessions.end(), session);
  if (place == sessions.end() || *place != session) sessions.insert(place, session);
}

Terminals::Server* Terminals::server(const CommandOwner& owner, model::Pid pid) {
  const auto found = std::find_if(servers_.rbegin(), servers_.rend(), [&](const Server& each) {
    return each.pid == pid && each.session == owner.session_id;
  });
  return found == servers_.rend() ? nullptr : &*found;
}

Terminals::Client* Terminals::client(const CommandOwner& owner, model::Pid pid) {
  const auto found = std::find_if(clients_.rbegin(), clients_.rend(), [&](const Client& each) {
    return each.pid == pid && each.session == owner.session_id;
  });
  return found == clients_.rend() ? nullptr : &*found;
}

// One socket is one server's. Of servers without a known socket, those of tmux and dtach have the
// one that their label names.
Terminals::Server& Terminals::start(const Client& by, model::Pid pid) {
  const bool by_label = by.kind.program != "screen" || !by.kind.label.empty();
  for (Server& each : servers_) {
    const bool socket = !by.socket.empty() && each.kind.host == by.kind.host;
    each.gone =
        each.gone || (socket && each.socket == by.socket) || (by_label && each.kind == by.kind);
  }
  if (servers_.size() >= kMostServers) servers_.pop_front();
  servers_.push_back({++next_, by.session, by.kind, by.socket, pid, by.command});
  return servers_.back();
}

void Terminals::guess_server(Client& client) const {
  client.server = 0;
  for (const Server& each : servers_) {
    Kind kind = each.kind;
    if (client.kind.program == "screen" && client.kind.label.empty()) kind.label.clear();
    if (each.gone || kind != client.kind) continue;
    if (client.server != 0) {
      client.server = 0;
      return;
    }
    client.server = each.number;
  }
  client.inferred = client.server != 0;
}

// A shell that runs the next program has its terminal back.
void Terminals::next_program(const CommandOwner& owner, const ProcessAction& action) {
  for (Client& each : clients_) {
    const bool same = each.session == owner.session_id && each.ppid == action.ppid;
    const bool later =
        action.pid.value > each.pid.value && action.time().ms() > each.from.ms() + kNextMs;
    if (same && later && !each.until.has_value()) each.until = action.time();
  }
}

std::uint64_t Terminals::executed(const CommandOwner& owner, const ProcessAction& action,
                                  const CommandNumber& command) {
  if (busy() && action.ppid.has_value()) next_program(owner, action);
  const auto call = programs::terminal_call(action.exe, programs::views(action.argv));
  if (!call.has_value() || call->does == Does::other) return 0;
  Client made;
  made.session = owner.session_id;
  made.kind = {owner.host, std::string(call->program), action.caller,
               std::string(plain_name(call->program, call->label))};
  made.pid = action.pid;
  made.ppid = action.ppid;
  made.tty = action.tty;
  made.from = action.time();
  made.command = command;
  made.stays = call->does == Does::attaches;
  made.begins = call->begins;
  if (call->does == Does::serves) return start(made, action.pid).number;
  if (!made.stays) made.until = made.from;
  guess_server(made);
  if (clients_.size() >= kMostClients) clients_.pop_front();
  clients_.push_back(std::move(made));
  next_ = std::max<std::uint64_t>(next_, 1);
  return 0;
}

// tmux asks for the socket, and starts a server where nobody answers.
void Terminals::did(const CommandOwner& owner, const ProcessAction& action) {
  if (action.text.empty() || !busy()) return;
  Client* asking = client(owner, action.pid);
  if (asking == nullptr || (asking->server != 0 && !asking->inferred)) return;
  const Kind& kind = asking->kind;
  if (!is_servers(action.text, kind.program, kind.label)) return;
  if (!action.failed && asking->socket.empty()) asking->begins = false;
  asking->socket = action.text;
  asking->server = 0;
  asking->inferred = false;
  for (const Server& each : servers_) {
    if (action.failed || each.gone || each.kind.host != owner.host) continue;
    const bool named = kind.program == "screen" && each.kind.program == kind.program &&
                       names_pid(asking->socket, each.pid);
    if (each.socket == asking->socket || named) asking->server = each.number;
  }
}

// A server's first program may be executed before or after utempter, which names the server.
Terminals::Client* Terminals::starter(const CommandOwner& owner, const Parent& parent, bool named) {
  const ProcessAction& action = parent.action;
  const auto found = std::find_if(clients_.rbegin(), clients_.rend(), [&](const Client& each) {
    if (each.session != owner.session_id || !each.begins) return false;
    const std::int64_t since = action.time().ms() - each.from.ms();
    if (since < 0 || since > kStartMs || *action.ppid == each.pid) return false;
    const std::int64_t back = each.pid.value - action.ppid->value;
    if (!named && back > 0 && back < kPidsBack) return false;
    const bool changed = parent.user_change.has_value() && *parent.user_change > each.from;
    return named || (!changed && action.tty != each.tty);
  });
  return found == clients_.rend() ? nullptr : &*found;
}

std::optional<Terminals::Found> Terminals::server_of(const CommandOwner& owner,
                                                     const Parent& parent) {
  const ProcessAction& action = parent.action;
  if (!action.ppid.has_value() || action.ppid->value <= 1) return std::nullopt;
  if (const Server* known = busy() ? server(owner, *action.ppid) : nullptr)
    return Found{known->number, known->command};
  const auto named = programs::server_named_by_utempter(action.exe, programs::views(action.argv));
  const bool is_named = is_pid(named, *action.ppid);
  if (Client* by = starter(owner, parent, is_named)) {
    const Server& begun = start(*by, *action.ppid);
    by->begins = false;
    by->server = begun.number;
    by->inferred = false;
    return Found{begun.number, begun.command};
  }
  if (!is_named) return std::nullopt;
  Client unseen;
  unseen.session = owner.session_id;
  unseen.kind = {owner.host, "tmux", action.caller, ""};
  Server& begun = start(unseen, *action.ppid);
  begun.command.reset();
  return Found{begun.number, begun.command};
}

void Terminals::over(const CommandOwner& owner, const CommandNumber& command, base::WallTime time) {
  for (Client& each : clients_) {
    const bool own = each.session == owner.session_id && each.command == command;
    if (own && (!each.until.has_value() || *each.until > time))
      each.until = std::max(time, each.from);
  }
}

void Terminals::session_over(const CommandOwner& owner, base::WallTime time) {
  for (Client& each : clients_) {
    if (each.session == owner.session_id && !each.until.has_value()) each.until = time;
  }
}

bool Terminals::may_be_at(const Client& client, std::uint64_t server) const {
  return std::any_of(servers_.begin(), servers_.end(), [&](const Server& each) {
    return each.number == server && each.kind.host == client.kind.host &&
           each.kind.program == client.kind.program;
  });
}

Attached Terminals::at(std::uint64_t server, base::WallTime from, base::WallTime to) const {
  Attached attached;
  for (const Client& each : clients_) {
    const bool before = each.from > to;
    const std::int64_t lasts = each.stays ? 0 : kSentMs;
    const bool after = each.until.has_value() && each.until->ms() + lasts < from.ms();
    if (before || after) continue;
    attached.unsure =
        attached.unsure || (each.server == 0 && each.stays && may_be_at(each, server));
    if (each.server != server) continue;
    attached.add(each.session);
    attached.inferred = attached.inferred || each.inferred;
  }
  return attached;
}

Attached Terminals::guests_of(const std::string& session) const {
  Attached guests;
  for (const Server& server : servers_) {
    if (server.session != session) continue;
    for (const Client& each : clients_) {
      if (each.server != server.number || each.session == session) continue;
      guests.add(each.session);
      guests.inferred = guests.inferred || each.inferred;
    }
  }
  return guests;
}

Attached Terminals::hosts_of(const std::string& session) const {
  Attached hosts;
  for (const Client& each : clients_) {
    if (each.session != session || each.server == 0) continue;
    for (const Server& server : servers_) {
      if (server.number != each.server || server.session == session) continue;
      hosts.add(server.session);
      hosts.inferred = hosts.inferred || each.inferred;
    }
  }
  return hosts;
}

}  // namespace auweave::correlate
