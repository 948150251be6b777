// Files as text, for tests. Failures end the test program: a fixture that is missing is a mistake.
#pragma once

#include <string>
#include <vector>

namespace auweave::support {

// The repository's folder.
std::string source_folder();
// tests/fixtures/PATH
std::string fixture(const std::string& path);

// The whole file; one ending in .gz is inflated.
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

std::vector<std::string> lines_of(const std::string& text);

// Names of the folders in a folder, sorted: cases are discovered, so that none is forgotten.
std::vector<std::string> folders_in(const std::string& path);

// A folder's name as a name for GoogleTest, which takes no dashes.
std::string test_name(std::string folder);

// A folder of this test program's own, removed at its end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace auweave::support
