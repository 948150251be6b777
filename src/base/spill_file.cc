#include "base/spill_file.h"

#include "base/io_error.h"

namespace auweave::base {
namespace {

Error failed() { return io_error("temporary file"); }

}  // namespace

Result<SpillFile> SpillFile::create() {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) return failed();
  return SpillFile(file);
}

Result<SpillFile::Block> SpillFile::append(std::string_view bytes) {
  const Block block{size_, bytes.size()};
  if (std::fseek(file_.get(), static_cast<long>(size_), SEEK_SET) != 0) return failed();
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) return failed();
  size_ += bytes.size();
  return block;
}

Result<std::string> SpillFile::read(const Block& block) {
  std::string bytes(block.size, '\0');
  if (std::fseek(file_.get(), static_cast<long>(block.offset), SEEK_SET) != 0) return failed();
  if (std::fread(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) return failed();
  return bytes;
}

}  // namespace auweave::base
