#include "base/line_file.h"

#include <utility>

#include "base/byte_file.h"

namespace auweave::base {

struct LineFile::State {
  State(ByteFile file, std::size_t longest) : bytes(std::move(file)), cutter(longest) {}

  ByteFile bytes;
  LineCutter cutter;
};

LineFile::LineFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
LineFile::LineFile(LineFile&&) noexcept = default;
LineFile& LineFile::operator=(LineFile&&) noexcept = default;
LineFile::~LineFile() = default;

Result<LineFile> LineFile::open(const std::string& path, std::size_t longest) {
  auto bytes = ByteFile::open(path);
  if (!bytes.ok()) return bytes.error();
  return LineFile(std::make_unique<State>(std::move(*bytes), longest));
}

LineFile LineFile::adopt(UniqueFd fd, std::string name, std::size_t longest) {
  return LineFile(
      std::make_unique<State>(ByteFile::adopt(std::move(fd), std::move(name)), longest));
}

Result<std::optional<Line>> LineFile::next() {
  State& s = *state_;
  while (true) {
    if (auto line = s.cutter.next()) return line;
    auto more = s.bytes.read(s.cutter.room());
    if (!more.ok()) return more.error();
    if (*more) continue;
    if (s.bytes.inside_gzip()) {
      return Error{ErrorKind::io, name() + ": the gzip data end too early"};
    }
    return s.cutter.rest();
  }
}

const std::string& LineFile::name() const { return state_->bytes.name(); }
std::uint64_t LineFile::size() const { return state_->bytes.size(); }
std::uint64_t LineFile::consumed() const { return state_->bytes.consumed(); }

}  // namespace auweave::base
