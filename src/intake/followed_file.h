// FollowedFile: the lines of a file that grows, through both of logrotate's ways: renamed, with a new
// one in its place, and copied and cut to nothing (copytruncate). tlog-rec keeps a file open as long
// as its session lasts, so renamed files, eight at most, are read on until they are deleted. A file that is not there
// yet is waited for. One thread.
#pragma once

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
  // Where to begin in a file that is there already.
  enum class From { start, end };
  FollowedFile(std::string path, From from, std::size_t longest);

  // Goes on behind a line that it, or one of before, gave: in that file, whatever it is called now, and
  // then in the one that is at the path. A file that is gone is passed over. Before next().
  void resume(const FilePlace& place) { resume_ = place; }

  // The next whole line; nothing: all were read to where they end now. An Error (io) names the file;
  // the next call tries again.
  base::Result<std::optional<base::Line>> next();
  // What is left without a newline, when nobody will write on: once for each file that is read.
  std::optional<base::Line> rest();

  // Behind the line that was given last.
  [[nodiscard]] const FilePlace& place() const { return place_; }

  [[nodiscard]] const std::string& path() const { return path_; }
  // Of the newest file: where reading is, and how long it was at the last look.
  [[nodiscard]] std::uint64_t position() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] bool there() const { return there_; }
  // Times that it was cut to nothing: what came between the last look and that is lost.
  [[nodiscard]] std::uint64_t truncations() const { return truncations_; }

 private:
  struct Open {
    base::UniqueFd fd;
    std::uint64_t device = 0, inode = 0;
    std::uint64_t offset = 0;
    base::LineCutter cutter;
  };
  base::Status look();
  base::Status open(const std::string& path, std::optional<std::uint64_t> offset);
  void open_renamed(const FilePlace& place);
  const base::Line& given(const Open& file, const base::Line& line);
  base::Result<bool> read_some(Open& file);
  base::Status restart_when_cut(Open& file);

  static constexpr std::size_t kBlock = 64UL * 1024;
  static constexpr std::size_t kMostRenamed = 8;

  std::string path_;
  From from_;
  std::size_t longest_;
  std::vector<Open> open_;  // the newest last
  std::optional<FilePlace> resume_;
  FilePlace place_;
  std::uint64_t size_ = 0;
  bool there_ = false;
  std::uint64_t truncations_ = 0;
};

}  // namespace auweave::intake
