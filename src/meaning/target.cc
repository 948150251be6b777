#include "meaning/target.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace auweave::meaning {
namespace {

enum class Host {
  first_operand,  // ssh [user@]host
  remote_path,    // scp a [user@]host:path
  option,         // psql -h host
  two_operands,   // telnet host [port]
};

struct Client {
  std::string_view program;
  std::string_view service;
  Host host;
  std::string_view with_value;  // one-letter options that take a value
  char port;                    // the option for the port; NUL: none
  char host_option;             // where Host::option
};

// From the clients' man pages (OpenSSH 9.2, psql 15, MariaDB 10.11, rsync 3.2, redis 7).
constexpr std::array kClients = {
    Client{"ssh", "ssh", Host::first_operand, "BbcDEeFIiJLlmOopQRSWw", 'p', '\0'},
    Client{"slogin", "ssh", Host::first_operand, "BbcDEeFIiJLlmOopQRSWw", 'p', '\0'},
    Client{"sftp", "sftp", Host::first_operand, "BbcDFiJlOoPRSsX", 'P', '\0'},
    Client{"scp", "scp", Host::remote_path, "cDFiJlOoPSX", 'P', '\0'},
    Client{"rsync", "rsync", Host::remote_path, "efTMB@", '\0', '\0'},
    Client{"telnet", "telnet", Host::two_operands, "ekln", '\0', '\0'},
    Client{"ftp", "ftp", Host::two_operands, "NoPqrsTuwX", '\0', '\0'},
    Client{"psql", "psql", Host::option, "cdfvoFPRTLUhp", 'p', 'h'},
    Client{"mysql", "mysql", Host::option, "DehPSu", 'P', 'h'},
    Client{"mariadb", "mysql", Host::option, "DehPSu", 'P', 'h'},
    Client{"redis-cli", "redis-cli", Host::option, "hpsanuri", 'p', 'h'},
};

struct CommandLine {
  std::optional<std::string_view> host;
  std::string_view port;
  std::array<std::string_view, 2> operands;
  std::size_t operand_count = 0;
  std::string_view remote;  // the first operand with a host before a colon

  void operand(std::string_view word) {
    if (operand_count < operands.size()) operands[operand_count] = word;
    ++operand_count;
    const std::size_t colon = word.find(':');
    if (remote.empty() && colon != std::string_view::npos && colon != 0 &&
        word.find('/') > colon) {
      remote = word.substr(0, colon);
    }
  }
  void option(const Client& client, char letter, std::string_view value) {
    if (letter == client.port) port = value;
    if (letter == client.host_option) host = value;
  }
};

bool takes_value(const Client& client, char letter) {
  return client.with_value.find(letter) != std::string_view::npos;
}

void long_option(const Client& client, std::string_view word, CommandLine& line) {
  if (word.starts_with("--host=")) line.option(client, client.host_option, word.substr(7));
  if (word.starts_with("--port=")) line.option(client, client.port, word.substr(7));
}

// Options as getopt reads them: clusters (-vp22), a value attached or in the next word.
CommandLine read_options(const Client& client, std::span<const std::string_view> words) {
  CommandLine line;
  bool only_operands = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (only_operands || word.size() < 2 || word[0] != '-') {
      line.operand(word);
      // What follows ssh's host is the remote command, options and all.
      only_operands = only_operands || client.host == Host::first_operand;
    } else if (word == "--") {
      only_operands = true;
    } else if (word.starts_with("--")) {
      long_option(client, word, line);
    } else {
      for (std::size_t at = 1; at < word.size(); ++at) {
        if (!takes_value(client, word[at])) continue;
        const bool attached = at + 1 < word.size();
        const std::string_view next = i + 1 < words.size() ? words[i + 1] : "";
        line.option(client, word[at], attached ? word.substr(at + 1) : next);
        if (!attached) ++i;
        break;
      }
    }
  }
  return line;
}

// [user@]host of ssh and scp, ssh://user@host:port too.
std::string_view bare_host(std::string_view text, std::string_view& port) {
  const std::size_t scheme = text.find("://");
  if (scheme != std::string_view::npos) {
    text = text.substr(scheme + 3);
    text = text.substr(0, text.find('/'));
    const std::size_t colon = text.rfind(':');
    if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
      port = text.substr(colon + 1);
      text = text.substr(0, colon);
    }
  }
  const std::size_t at = text.rfind('@');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

std::string_view host_of(const Client& client, CommandLine& line) {
  switch (client.host) {
    case Host::first_operand:
      return line.operand_count == 0 ? "" : bare_host(line.operands[0], line.port);
    case Host::remote_path:
      return bare_host(line.remote, line.port);
    case Host::option:
      return line.host.value_or("");
    case Host::two_operands:
      if (line.operand_count > 1) line.port = line.operands[1];
      return line.operand_count == 0 ? "" : line.operands[0];
  }
  return "";
}

std::string bracketed(std::string_view host) {
  const bool ipv6 = host.find(':') != std::string_view::npos && !host.starts_with('[');
  return ipv6 ? "[" + std::string(host) + "]" : std::string(host);
}

}  // namespace

std::string connection_target(const model::Peer& peer, std::string_view comm) {
  using Family = model::Peer::Family;
  if (peer.family != Family::inet && peer.family != Family::inet6) return "";
  return bracketed(peer.address) + ":" + std::to_string(peer.port) + "/" + std::string(comm);
}

std::string client_target(std::span<const std::string_view> argv) {
  if (argv.empty()) return "";
  const std::string_view program = base::basename(argv.front());
  const auto* const client = std::find_if(kClients.begin(), kClients.end(),
                                   [&](const Client& row) { return row.program == program; });
  if (client == kClients.end()) return "";
  CommandLine line = read_options(*client, argv.subspan(1));
  const std::string_view host = host_of(*client, line);
  if (host.empty()) return "";
  std::string target = bracketed(host);
  if (base::parse_unsigned(line.port).has_value()) target += ":" + std::string(line.port);
  return target + "/" + std::string(client->service);
}

}  // namespace auweave::meaning
