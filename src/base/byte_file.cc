#include "base/byte_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/io_error.h"

namespace auweave::base {
namespace {

Error file_error(const std::string& name, std::string_view what) {
  return {ErrorKind::io, name + ": " + std::string(what)};
}

}  // namespace

struct ByteFile::State {
  State(UniqueFd file, std::string file_name, std::size_t block_size)
      : fd(std::move(file)), name(std::move(file_name)), most(block_size) {}
  ~State() {
    if (inflating) inflateEnd(&stream);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Result<bool> fetch();
  Status inflate_some(std::string& out);

  UniqueFd fd;
  std::string name;
  std::size_t most;
  std::string block;
  std::string_view input;  // of block, not yet handed on
  bool looked = false;
  std::size_t begun = 0;  // bytes of block that may begin gzip, until looked
  bool inflating = false;
  bool inside = false;  // a gzip member
  z_stream stream{};
  std::string left;  // inflated bytes behind adopt_at()'s offset
  std::uint64_t consumed = 0;
  std::uint64_t inflated = 0;
  std::uint64_t size = 0;
};

// Behind the first byte of gzip alone, which a writer may have left there, or a pipe given.
Result<bool> ByteFile::State::fetch() {
  const std::size_t kept = looked ? 0 : begun;
  block.resize(most);
  ssize_t got = 0;
  do {
    got = ::read(fd.get(), block.data() + kept, block.size() - kept);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return io_error(name);
  consumed += static_cast<std::uint64_t>(got);
  input = std::string_view(block).substr(0, kept + static_cast<std::size_t>(got));
  if (!looked && input == "\x1F") {
    begun = 1;
    input = {};
  } else if (!looked && got > 0) {
    looked = true;
    // No text begins so.
    if (input.starts_with("\x1F\x8B")) inflating = inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK;
  }
  return got > 0;
}

Status ByteFile::State::inflate_some(std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + most);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
  stream.avail_out = static_cast<uInt>(most);
  const int result = inflate(&stream, Z_NO_FLUSH);
  out.resize(before + most - stream.avail_out);
  inflated += most - stream.avail_out;
  input.remove_prefix(input.size() - stream.avail_in);
  inside = result != Z_STREAM_END;
  // A file may hold several members one after the other (gzip(1), ADVANCED USAGE).
  if (result == Z_STREAM_END) inflateReset(&stream);
  if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR) return base::ok();
  return file_error(name, stream.msg == nullptr ? "damaged gzip data" : stream.msg);
}

ByteFile::ByteFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByteFile::ByteFile(ByteFile&&) noexcept = default;
ByteFile& ByteFile::operator=(ByteFile&&) noexcept = default;
ByteFile::~ByteFile() = default;

Result<ByteFile> ByteFile::open(const std::string& path, std::size_t block) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (!fd.valid() || ::fstat(fd.get(), &info) != 0) return io_error(path);
  if (S_ISDIR(info.st_mode)) return file_error(path, std::strerror(EISDIR));
  return adopt(std::move(fd), path, block);
}

ByteFile ByteFile::adopt(UniqueFd fd, std::string name, std::size_t block) {
  struct stat info {};
  const bool regular = ::fstat(fd.get(), &info) == 0 && S_ISREG(info.st_mode);
  auto state = std::make_unique<State>(std::move(fd), std::move(name), block);
  if (regular) state->size = static_cast<std::uint64_t>(info.st_size);
  return ByteFile(std::move(state));
}

Result<std::optional<ByteFile>> ByteFile::adopt_at(UniqueFd fd, std::string name, std::size_t block,
                                                   std::uint64_t offset) {
  std::array<char, 2> magic{};
  const bool gzip = ::pread(fd.get(), magic.data(), magic.size(), 0) == 2 &&
                    std::string_view(magic.data(), magic.size()) == "\x1F\x8B";
  const auto from = static_cast<off_t>(gzip ? 0 : offset);
  if (::lseek(fd.get(), from, SEEK_SET) < 0) return io_error(name);
  ByteFile file = adopt(std::move(fd), std::move(name), block);
  file.state_->looked = offset > 0 && !gzip;
  std::string& left = file.state_->left;
  while (gzip && offset > 0) {
    auto more = file.read(left);
    if (!more.ok()) return more.error();
    if (!*more) return std::optional<ByteFile>();
    const std::size_t over = std::min<std::uint64_t>(offset, left.size());
    left.erase(0, over);
    offset -= over;
  }
  return std::optional(std::move(file));
}

Result<bool> ByteFile::read(std::string& out) {
  State& s = *state_;
  if (&out != &s.left && !s.left.empty()) {
    out.append(std::exchange(s.left, {}));
    return true;
  }
  while (true) {
    if (s.input.empty()) {
      auto more = s.fetch();
      if (!more.ok() || !*more) return more;
      if (s.input.empty()) continue;
    }
    if (!s.inflating) {
      out.append(s.input);
      s.input = {};
      return true;
    }
    const std::size_t before = out.size();
    if (auto done = s.inflate_some(out); !done.ok()) return done.error();
    if (out.size() > before) return true;
  }
}

bool ByteFile::inside_gzip() const {
  return state_->inside || (!state_->looked && state_->begun > 0);
}
bool ByteFile::gzip_ended() const { return state_->inflating && !state_->inside; }
const std::string& ByteFile::name() const { return state_->name; }
std::uint64_t ByteFile::consumed() const { return state_->consumed; }
std::uint64_t ByteFile::inflated() const { return state_->inflated; }
std::uint64_t ByteFile::size() const { return state_->size; }

}  // namespace auweave::base
