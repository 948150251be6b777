#include "programs/client.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::programs {
namespace {

using Host = ClientArguments::Host;

struct HostPort {
  std::string_view host;
  std::string_view port;
};

bool is_url(std::string_view text) { return text.find("://") != std::string_view::npos; }

// "host", "host:rest", "[v6]:rest", "v6": the host, and what stands behind its colon.
HostPort split_host(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t close = std::min(text.find(']'), text.size());
    const std::string_view rest = text.substr(std::min(close + 1, text.size()));
    return {text.substr(1, close - 1), rest.starts_with(':') ? rest.substr(1) : ""};
  }
  const std::size_t colon = text.find(':');
  // Two colons without brackets: an IPv6 address.
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
    return {text, ""};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

std::string_view without_user(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

// "bob" of bob@host and ssh://bob@host:22/.
std::string_view user_in(std::string_view text) {
  if (is_url(text)) text = text.substr(text.find("://") + 3);
  const std::size_t at = text.rfind('@');
  return at == std::string_view::npos ? "" : text.substr(0, at);
}

// Of `-o User=bob`, as ssh_config(5) has it: "user bob", "User = bob".
std::string_view user_option(std::string_view text) {
  constexpr std::string_view name = "user";
  constexpr std::string_view between = " \t=";
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i >= text.size() || (text[i] | 0x20) != name[i]) return "";
  }
  text.remove_prefix(name.size());
  const std::size_t from = text.find_first_not_of(between);
  return from == 0 || from == std::string_view::npos ? "" : text.substr(from);
}

// scheme://user@host:port/path
HostPort of_url(std::string_view url) {
  url = url.substr(url.find("://") + 3);
  return split_host(without_user(url.substr(0, std::min(url.find('/'), url.size()))));
}

// An operand of scp or rsync that names a host: a colon before any slash.
bool names_host(std::string_view word) {
  const std::size_t colon = word.find(':');
  return is_url(word) || (colon != 0 && colon != std::string_view::npos && word.find('/') > colon);
}

class CommandLine {
 public:
  CommandLine(const ClientArguments& client, Words words) : client_(client) {
    for (at_ = 0; at_ < words.size(); ++at_) read(words);
  }

  // Of ssh: whoever is named first.
  [[nodiscard]] std::string_view user() const { return user_; }

  [[nodiscard]] HostPort target() const {
    HostPort found = place();
    if (!port_.empty()) found.port = port_;
    return found;
  }

 private:
  // Options as getopt reads them: clusters (-vp22), a value attached or in the next word.
  void read(Words words) {
    const std::string_view word = words[at_];
    if (only_operands_ || word.size() < 2 || word[0] != '-') return operand(word);
    const std::string_view next = at_ + 1 < words.size() ? words[at_ + 1] : "";
    if (word == "--") {
      only_operands_ = true;
    } else if (word.starts_with("--")) {
      long_option(word.substr(2), next);
    } else {
      cluster(word, next);
    }
  }

  void cluster(std::string_view word, std::string_view next) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      // The other end of scp and rsync, started by sshd.
      if (client_.host == Host::remote_path && client_.port != '\0' &&
          (word[i] == 'f' || word[i] == 't')) {
        server_ = true;
      }
      if (client_.with_value.find(word[i]) == std::string_view::npos) continue;
      const bool attached = i + 1 < word.size();
      option(word[i], attached ? word.substr(i + 1) : next);
      if (!attached) ++at_;
      return;
    }
  }

  void long_option(std::string_view word, std::string_view next) {
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    if (name == "server") server_ = true;
    if (name != "host" && name != "port") return;
    if (equals == std::string_view::npos) ++at_;
    const std::string_view value =
        equals == std::string_view::npos ? next : word.substr(equals + 1);
    (name == "host" ? host_ : port_) = value;
  }

  void option(char letter, std::string_view value) {
    if (letter == client_.port) port_ = value;
    if (letter == client_.host_option) host_ = value;
    if (letter == 'l') name_user(value);
    if (letter == 'o') name_user(user_option(value));
    if (letter == 'o' && (value.starts_with("Port=") || value.starts_with("port=")))
      port_ = value.substr(5);
  }

  void name_user(std::string_view user) {
    if (user_.empty()) user_ = user;
  }

  void operand(std::string_view word) {
    if (count_ == 0) name_user(user_in(word));
    if (count_ < operands_.size()) operands_[count_] = word;
    ++count_;
    // ssh takes options behind the host, too; behind the next word all is the remote command.
    only_operands_ = only_operands_ || (client_.host == Host::first_operand && count_ > 1);
    if (remote_.empty() && names_host(word)) remote_ = word;
  }

  [[nodiscard]] HostPort place() const {
    if (server_) return {};
    const std::string_view first = operands_[0];
    switch (client_.host) {
      case Host::first_operand:
        if (is_url(first)) return of_url(first);
        return {split_host(without_user(first)).host, ""};
      case Host::remote_path:
        if (is_url(remote_)) return of_url(remote_);
        return {split_host(without_user(remote_.substr(0, remote_.find('/')))).host, ""};
      case Host::option:
        if (host_.empty() && is_url(first)) return of_url(first);
        return {host_.starts_with('/') ? "" : host_, ""};  // a path: psql's socket on this machine
      case Host::two_operands:
        return {first, count_ > 1 ? operands_[1] : ""};
    }
    return {};
  }

  const ClientArguments& client_;
  std::size_t at_ = 0;
  bool only_operands_ = false;
  bool server_ = false;
  std::string_view host_;
  std::string_view port_;
  std::string_view user_;
  std::string_view remote_;  // the first operand with a host in it
  std::array<std::string_view, 2> operands_;
  std::size_t count_ = 0;
};

}  // namespace

std::string client_target(std::string_view exe, Words argv) {
  const auto& [program, arguments] = call_of(exe, argv);
  if (argv.empty() || program == nullptr || program->client == nullptr) return "";
  const HostPort target = CommandLine(*program->client, arguments).target();
  if (target.host.empty()) return "";
  std::string text = base::bracketed(target.host);
  if (base::parse_unsigned(target.port).has_value()) text += ":" + std::string(target.port);
  return text + "/" + std::string(program->client->service);
}

SshGoal ssh_goal(Words argv) {
  if (argv.empty()) return {};
  const CommandLine line(*program_of("ssh")->client, argv.subspan(1));
  return {line.user(), line.target().host};
}

}  // namespace auweave::programs
