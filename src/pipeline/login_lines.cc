#include "pipeline/login_lines.h"

#include <algorithm>

#include "audit/line.h"
#include "base/text.h"

namespace auweave::pipeline {
namespace {

constexpr std::string_view kType = "type=LOGIN ";

// Most lines are no LOGIN, and need no more than this look.
bool may_be_login(std::string_view line) {
  if (line.starts_with("node=")) line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
  return line.starts_with(kType);
}

// Returns the value behind the last ` NAME=`. Old kernels write "old auid=... new auid=...", and the
// later one counts.
std::string_view last(std::string_view body, std::string_view name) {
  const std::string wanted = " " + std::string(name) + "=";
  const std::size_t at = body.rfind(wanted);
  if (at == std::string_view::npos) return "";
  const std::string_view value = body.substr(at + wanted.size());
  return value.substr(0, value.find(' '));
}

std::optional<std::uint32_t> id_of(std::string_view text) {
  const auto number = base::parse_unsigned(text);
  if (!number.has_value() || *number >= model::kUnset) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

std::optional<Login> login_of(std::string_view line) {
  if (!may_be_login(line)) return std::nullopt;
  const auto header = audit::parse_line(line);
  if (!header.ok()) return std::nullopt;
  const auto ses = id_of(last(header->body, "ses"));
  const auto auid = id_of(last(header->body, "auid"));
  const bool failed = last(header->body, "res").starts_with('0');
  if (failed || !ses.has_value() || !auid.has_value()) return std::nullopt;
  return Login{std::string(header->node), header->key, model::Ses{*ses}, model::Uid{*auid}};
}

void each_login(const Input& input, const std::function<void(const Login&)>& take) {
  const auto each = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      if (const auto login = login_of(line)) take(*login);
    }
  };
  if (const auto* lines = std::get_if<AuditLines>(&input)) each(lines->lines);
  if (const auto* event = std::get_if<LoggedEvent>(&input)) each(event->lines);
}

}  // namespace auweave::pipeline
