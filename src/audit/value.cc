#include "audit/value.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "base/text.h"
#include "model/field_value.h"

namespace auweave::audit {
namespace {

using namespace std::string_view_literals;
constexpr std::string_view kMapped = "\0\0\0\0\0\0\0\0\0\0\xFF\xFF"sv;

template <std::size_t N>
std::string_view print_address(int family, const char* bytes, base::Arena& arena) {
  std::array<char, N> text{};
  if (inet_ntop(family, bytes, text.data(), text.size()) == nullptr) return {};
  return arena.copy(text.data());
}

std::string_view unix_path(std::string_view bytes, base::Arena& arena) {
  if (bytes.empty()) return {};
  if (bytes[0] != '\0') return bytes.substr(0, std::min(bytes.find('\0'), bytes.size()));
  // An abstract name begins with NUL and is shown with '@' instead, as ss and lsof do.
  char* out = arena.allocate(bytes.size());
  std::copy(bytes.begin(), bytes.end(), out);
  out[0] = '@';
  return {out, bytes.size()};
}

std::uint16_t big_endian(std::string_view two) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(two[0]) << 8U |
                                    static_cast<unsigned char>(two[1]));
}

// Arguments as they arrive: `aN`, `aN_len`, `aN[K]`.
struct ArgumentName {
  std::uint64_t index = 0;
  std::uint64_t piece = 0;  // K
  enum class Part { whole, length, piece } part = Part::whole;
};

std::optional<ArgumentName> argument_name(std::string_view name) {
  if (!name.starts_with('a')) return std::nullopt;
  name.remove_prefix(1);
  ArgumentName result;
  if (name.ends_with("_len")) {
    result.part = ArgumentName::Part::length;
    name.remove_suffix(4);
  } else if (name.ends_with("]")) {
    const std::size_t bracket = name.find('[');
    if (bracket == std::string_view::npos) return std::nullopt;
    result.part = ArgumentName::Part::piece;
    const auto piece = base::parse_unsigned(name.substr(bracket + 1, name.size() - bracket - 2));
    if (!piece.has_value()) return std::nullopt;
    result.piece = *piece;
    name = name.substr(0, bracket);
  }
  const auto index = base::parse_unsigned(name);
  if (!index.has_value()) return std::nullopt;
  result.index = *index;
  return result;
}

// A command line cannot be longer than this (MAX_ARG_STRINGS is more, ARG_MAX of a default stack is
// not): an index above it is damage.
constexpr std::uint64_t kMostArguments = 1UL << 22U;

class ArgvBuilder {
 public:
  explicit ArgvBuilder(model::AuditEvent& event) : event_(event) {}

  void add(const model::Field& field) {
    if (field.name == "argc") {
      promised_ = base::parse_unsigned(field.raw).value_or(0);
      return;
    }
    const auto name = argument_name(field.name);
    if (!name.has_value() || name->index >= kMostArguments) return;
    if (name->index != current_) next(name->index);
    if (name->part == ArgumentName::Part::length) {
      length_ = base::parse_unsigned(field.raw).value_or(0);
    } else {
      if (name->piece > next_piece_) miss(pieces_);
      next_piece_ = name->piece + 1;
      // aN_len counts what stands between the quotes, or the hex digits.
      const bool quoted = field.raw.starts_with('"');
      digits_ +=
          quoted ? field.raw.size() - std::min<std::size_t>(2, field.raw.size()) : field.raw.size();
      pieces_.push_back(model::decode_string(field.raw, event_.arena));
    }
  }

  void finish() {
    close();
    if (next_index_ < promised_) miss(event_.argv);
    event_.argv_missing = event_.argv_missing || promised_ != next_index_;
  }

 private:
  // One text for all that is lost at one place: a forged index must not reserve memory.
  void miss(std::vector<std::string_view>& parts) {
    parts.push_back(kMissing);
    event_.argv_missing = true;
  }

  void next(std::uint64_t index) {
    close();
    if (index > next_index_) {
      miss(event_.argv);
    } else if (index < next_index_) {
      event_.argv_missing = true;
    }
    next_index_ = current_ = index;
  }

  void close() {
    if (length_ != 0 && digits_ != length_) {
      const bool told = std::find(pieces_.begin(), pieces_.end(), kMissing) != pieces_.end();
      if (digits_ < length_ && !told) miss(pieces_);
      event_.argv_missing = true;
    }
    if (pieces_.empty()) return;
    event_.argv.push_back(pieces_.size() == 1 ? pieces_.front() : joined());
    pieces_.clear();
    length_ = digits_ = next_piece_ = 0;
    ++next_index_;
  }

  std::string_view joined() {
    std::size_t size = 0;
    for (const std::string_view piece : pieces_) size += piece.size();
    char* out = event_.arena.allocate(size);
    char* at = out;
    for (const std::string_view piece : pieces_) at = std::copy(piece.begin(), piece.end(), at);
    return {out, size};
  }

  model::AuditEvent& event_;
  std::uint64_t promised_ = 0;
  std::uint64_t current_ = 0;
  std::uint64_t next_index_ = 0;  // of the argument behind those in event_.argv
  std::uint64_t next_piece_ = 0;
  std::uint64_t length_ = 0;  // what aN_len promises: hex digits
  std::uint64_t digits_ = 0;
  std::vector<std::string_view> pieces_;
};

// The bit of arch= that all little-endian machines have (linux/audit.h: __AUDIT_ARCH_LE).
ByteOrder byte_order(const model::AuditEvent& event) {
  constexpr std::uint64_t kLittle = 0x40000000;
  const model::Record* call = event.find("SYSCALL");
  const model::Field* arch = call == nullptr ? nullptr : event.find(*call, "arch");
  const auto value = base::parse_unsigned(arch == nullptr ? "" : arch->raw, 16);
  return value.has_value() && (*value & kLittle) == 0 ? ByteOrder::big : ByteOrder::little;
}

}  // namespace

std::optional<model::Peer> decode_sockaddr(std::string_view hex, ByteOrder order,
                                           base::Arena& arena) {
  if (hex.size() < 4 || hex.front() == '"' || !model::is_encoded(hex)) return std::nullopt;
  const std::string_view bytes = model::decode_string(hex, arena);
  const bool big = order == ByteOrder::big;
  const int family =
      big ? big_endian(bytes)
          : static_cast<unsigned char>(bytes[0]) | static_cast<unsigned char>(bytes[1]) << 8;
  model::Peer peer;
  if (family == AF_INET && bytes.size() >= 8) {
    peer.family = model::Peer::Family::inet;
    peer.port = big_endian(bytes.substr(2));
    peer.address = print_address<INET_ADDRSTRLEN>(AF_INET, bytes.data() + 4, arena);
  } else if (family == AF_INET6 && bytes.size() >= 24) {
    peer.port = big_endian(bytes.substr(2));
    // ::ffff:10.3.0.8 is IPv4 through a socket of IPv6.
    const bool mapped = bytes.substr(8, 12) == kMapped;
    peer.family = mapped ? model::Peer::Family::inet : model::Peer::Family::inet6;
    peer.address = mapped ? print_address<INET_ADDRSTRLEN>(AF_INET, bytes.data() + 20, arena)
                          : print_address<INET6_ADDRSTRLEN>(AF_INET6, bytes.data() + 8, arena);
  } else if (family == AF_UNIX) {
    peer.family = model::Peer::Family::unix_socket;
    peer.address = unix_path(bytes.substr(2), arena);
  }
  return peer;
}

void find_peer(model::AuditEvent& event) {
  const model::Record* record = event.find("SOCKADDR");
  if (record == nullptr) return;
  const model::Field* field = event.find(*record, "saddr");
  if (field == nullptr) return;
  event.peer = decode_sockaddr(field->raw, byte_order(event), event.arena);
}

void rebuild_argv(model::AuditEvent& event) {
  bool any = false;
  ArgvBuilder builder(event);
  for (const model::Record& record : event.records) {
    if (record.type != "EXECVE") continue;
    any = true;
    for (const model::Field& field : event.of(record)) builder.add(field);
  }
  if (any) builder.finish();
}

}  // namespace auweave::audit
