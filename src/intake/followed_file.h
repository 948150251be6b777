// FollowedFile: the lines of a file that grows. The program logrotate may rename the file and make
// a new file in its place, or copy the file and cut it to nothing (copytruncate). Renamed files are
// read on until they are deleted (eight files are open at most), because tlog-rec keeps a file open
// as long as its session lasts. If the file does not exist yet, the FollowedFile waits for it. A
// FollowedFile is used on one thread.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/line_cutter.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "intake/inbox_item.h"

namespace auweave::intake {

class FollowedFile {
 public:
  // From: where reading begins in a file that exists already.
  enum class From { start, end };
  FollowedFile(std::string path, From from, std::size_t longest);

  // Reads on behind `place`, the end of a line that was given before, perhaps by another process.
  // Reading begins in the file of `place`, whatever the file's name is now, and goes on in the file
  // at the path. If the file of `place` is gone, reading begins with the file at the path. The
  // caller must call resume() before next().
  void resume(const FilePlace& place) { resume_ = place; }

  // Returns the next complete line, or no line if all open files are read to their present ends.
  // The Error (io) of next() names the file, and the next call tries again.
  base::Result<std::optional<base::Line>> next();
  // Returns the last line of a file, which has no newline, when nobody will write on. Each call of
  // rest() returns the last line of one more file.
  std::optional<base::Line> rest();

  // Sets the accounts that alone may write a file which own_file() calls the recorder's own. Without
  // the call own_file() is always false. The caller must call trust() before next().
  void trust(std::vector<std::uint32_t> uids) { trusted_ = std::move(uids); }
  // True if, when the file of the line given last was opened, only the trusted accounts could write
  // the file and its folder: both belong to one of them, and neither group nor others may write.
  [[nodiscard]] bool own_file() const { return own_file_; }

  // Returns the position behind the line that was given last.
  [[nodiscard]] const FilePlace& place() const { return place_; }

  [[nodiscard]] const std::string& path() const { return path_; }
  // Returns the position of reading in the newest file.
  [[nodiscard]] std::uint64_t position() const;
  // Returns the length of the file at the path, when last looked at.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] bool there() const { return there_; }
  // Returns the number of times that a file was cut to nothing. Lines written between the last read
  // and the cut are lost.
  [[nodiscard]] std::uint64_t truncations() const { return truncations_; }

 private:
  struct Open {
    base::UniqueFd fd;
    std::uint64_t device = 0, inode = 0;
    std::uint64_t offset = 0;
    base::LineCutter cutter;
    bool own = false;
  };
  base::Status look();
  base::Status open(const std::string& path, std::optional<std::uint64_t> offset);
  void open_renamed(const FilePlace& place);
  [[nodiscard]] bool is_own(const struct stat& file, const std::string& path) const;
  const base::Line& given(const Open& file, const base::Line& line);
  base::Result<bool> read_some(Open& file);
  base::Status restart_when_cut(Open& file);

  static constexpr std::size_t kBlock = 64UL * 1024;
  static constexpr std::size_t kMostRenamed = 8;

  std::string path_;
  From from_;
  std::size_t longest_;
  std::vector<Open> open_;  // the newest file last
  std::optional<FilePlace> resume_;
  FilePlace place_;
  std::vector<std::uint32_t> trusted_;
  bool own_file_ = false;
  std::uint64_t size_ = 0;
  bool there_ = false;
  std::uint64_t truncations_ = 0;
};

}  // namespace auweave::intake
