#include "base/line_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

namespace auweave::base {
namespace {

constexpr std::size_t kBlock = 256UL * 1024;

Error io_error(const std::string& name, std::string_view what) {
  return {ErrorKind::io, name + ": " + std::string(what)};
}

// The bytes of a descriptor, inflated when they begin as gzip does. One read(2) a call: a line that
// is there is never kept waiting for a full block.
class Bytes {
 public:
  Bytes(UniqueFd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
  ~Bytes() {
    if (inflating_) inflateEnd(&stream_);
  }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  // Appends some bytes to `out`. False: there are no more.
  Result<bool> read(std::string& out) {
    while (true) {
      if (input_.empty()) {
        auto more = fetch();
        if (!more.ok()) return more.error();
        if (!*more) return at_end();
      }
      if (!inflating_) {
        out.append(input_);
        input_ = {};
        return true;
      }
      const std::size_t before = out.size();
      if (auto done = inflate_some(out); !done.ok()) return done.error();
      if (out.size() > before) return true;
    }
  }

  [[nodiscard]] std::uint64_t consumed() const { return consumed_; }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  Result<bool> fetch() {
    block_.resize(kBlock);
    ssize_t got = 0;
    do {
      got = ::read(fd_.get(), block_.data(), block_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) return io_error(name_, std::strerror(errno));
    consumed_ += static_cast<std::uint64_t>(got);
    input_ = std::string_view(block_).substr(0, static_cast<std::size_t>(got));
    if (!looked_ && got > 0) {
      looked_ = true;
      // No text begins so. (A pipe that gives the two bytes apart is not told as gzip.)
      if (input_.starts_with("\x1F\x8B"))
        inflating_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;
    }
    return got > 0;
  }

  base::Result<bool> at_end() {
    if (inflating_ && inside_) return io_error(name_, "the gzip data end too early");
    return false;
  }

  Status inflate_some(std::string& out) {
    const std::size_t before = out.size();
    out.resize(before + kBlock);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input_.data()));
    stream_.avail_in = static_cast<uInt>(input_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream_.avail_out = kBlock;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    out.resize(before + kBlock - stream_.avail_out);
    input_.remove_prefix(input_.size() - stream_.avail_in);
    inside_ = result != Z_STREAM_END;
    // A file may hold several members one after the other (gzip(1), ADVANCED USAGE).
    if (result == Z_STREAM_END) inflateReset(&stream_);
    if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR) return base::ok();
    return io_error(name_, stream_.msg == nullptr ? "damaged gzip data" : stream_.msg);
  }

  UniqueFd fd_;
  std::string name_;
  std::string block_;
  std::string_view input_;  // of block_, not yet handed on
  bool looked_ = false;
  bool inflating_ = false;
  bool inside_ = false;  // a gzip member
  z_stream stream_{};
  std::uint64_t consumed_ = 0;
};

}  // namespace

struct LineFile::State {
  State(UniqueFd fd, std::string file_name, std::size_t longest)
      : name(std::move(file_name)), bytes(std::move(fd), name), cutter(longest) {}

  std::string name;
  Bytes bytes;
  LineCutter cutter;
  std::uint64_t size = 0;
};

LineFile::LineFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
LineFile::LineFile(LineFile&&) noexcept = default;
LineFile& LineFile::operator=(LineFile&&) noexcept = default;
LineFile::~LineFile() = default;

Result<LineFile> LineFile::open(const std::string& path, std::size_t longest) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (!fd.valid() || ::fstat(fd.get(), &info) != 0) return io_error(path, std::strerror(errno));
  if (S_ISDIR(info.st_mode)) return io_error(path, std::strerror(EISDIR));
  return adopt(std::move(fd), path, longest);
}

LineFile LineFile::adopt(UniqueFd fd, std::string name, std::size_t longest) {
  struct stat info {};
  const bool regular = ::fstat(fd.get(), &info) == 0 && S_ISREG(info.st_mode);
  auto state = std::make_unique<State>(std::move(fd), std::move(name), longest);
  if (regular) state->size = static_cast<std::uint64_t>(info.st_size);
  return LineFile(std::move(state));
}

Result<std::optional<Line>> LineFile::next() {
  State& s = *state_;
  while (true) {
    if (auto line = s.cutter.next()) return line;
    auto more = s.bytes.read(s.cutter.room());
    if (!more.ok()) return more.error();
    if (!*more) return s.cutter.rest();
  }
}

const std::string& LineFile::name() const { return state_->name; }
std::uint64_t LineFile::size() const { return state_->size; }
std::uint64_t LineFile::consumed() const { return state_->bytes.consumed(); }

}  // namespace auweave::base
