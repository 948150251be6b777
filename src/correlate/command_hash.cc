#include "correlate/command_hash.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "base/text.h"

namespace auweave::correlate {
namespace {

// libaudit cuts a command line at PATH_MAX.
constexpr std::size_t kMostCommand = 4000;

// Returns a command line as libaudit writes it: without outer blanks, and cut.
std::string_view as_recorded(std::string_view command) {
  command.remove_prefix(std::min(command.find_first_not_of(' '), command.size()));
  const std::size_t last = command.find_last_not_of(' ');
  command = command.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return command.substr(0, kMostCommand);
}

}  // namespace

std::uint64_t hash_of(std::string_view command) { return base::hash_of(as_recorded(command)); }

std::uint64_t hash_without_folder(std::string_view command) {
  command = as_recorded(command);
  const std::size_t end = std::min(command.find(' '), command.size());
  const std::string_view name = base::basename(command.substr(0, end));
  return hash_of(std::string(name).append(command.substr(end)));
}

std::uint64_t hash_of_file(std::string_view path) { return base::hash_of(base::basename(path)); }

std::uint64_t hash_of(const model::RecordedCommand& ran) {
  if (!ran.file.empty()) return hash_of_file(ran.file);
  return ran.resolved ? hash_without_folder(ran.command) : hash_of(ran.command);
}

}  // namespace auweave::correlate
