#include "support/text_file.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/line_file.h"

namespace auweave::support {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "tests: %s\n", what.c_str());
  std::abort();
}

}  // namespace

std::string source_folder() {
  const char* folder = std::getenv("AUWEAVE_SOURCE_DIR");
  return folder != nullptr ? folder : AUWEAVE_SOURCE_DIR;
}

std::string fixture(const std::string& path) { return source_folder() + "/tests/fixtures/" + path; }

std::string read_file(const std::string& path) {
  if (!path.ends_with(".gz")) {
    std::ifstream file(path, std::ios::binary);
    if (!file) die("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  auto file = base::LineFile::open(path, 1UL << 30U);
  if (!file.ok()) die(file.error().message);
  std::string text;
  while (true) {
    auto line = file->next();
    if (!line.ok()) die(line.error().message);
    if (!line->has_value()) return text;
    text.append((*line)->text);
    if ((*line)->newline) text += '\n';
  }
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  if (!(file << text).flush()) die("cannot write " + path);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::vector<std::string> folders_in(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  if (names.empty()) die("no cases in " + path);
  return names;
}

std::string test_name(std::string folder) {
  std::replace(folder.begin(), folder.end(), '-', '_');
  return folder;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "auweave-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) die("cannot make " + name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace auweave::support
