// Folder: a folder in which users may make files, held by its descriptor. Files are opened relative
// to the descriptor, and neither a link, nor a mount, nor `..` leads out of the folder. One owner,
// one thread.
#pragma once

#include <dirent.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace auweave::base {

// FileFacts: what the kernel tells of a file. Its owner can choose written_ns (utimes(2)) and no
// other time.
struct FileFacts {
  std::uint64_t device = 0, inode = 0;
  std::int64_t born_ns = 0;     // when the inode was made; 0: the file system does not tell
  std::int64_t changed_ns = 0;  // when the inode was changed (ctime)
  std::int64_t written_ns = 0;
  std::uint64_t size = 0, links = 0;
  std::uint32_t owner = 0, mode = 0;

  // Returns when the file was made, as far as the file system tells.
  [[nodiscard]] std::int64_t made_ns() const { return born_ns > 0 ? born_ns : changed_ns; }
  [[nodiscard]] bool is_same_file(const FileFacts& other) const {
    return device == other.device && inode == other.inode && born_ns == other.born_ns;
  }
};
// Returns the facts of an open file. Error (io): `name` with the system's reason.
Result<FileFacts> facts_of(int fd, const std::string& name);

// FolderEntries: the names in a folder, one at a time, in the file system's order.
class FolderEntries {
 public:
  explicit FolderEntries(DIR* at) : at_(at) {}
  // Returns the next name but `.` and `..`, or no name at the end or after a failure.
  std::optional<std::string> next();

 private:
  struct Close {
    void operator()(DIR* at) const { ::closedir(at); }
  };
  std::unique_ptr<DIR, Close> at_;
};

class Folder {
 public:
  // Way: how names below the folder are resolved: by openat2(2), or one name at a time. Automatic is
  // openat2, and `walk` where the kernel has no openat2.
  enum class Way { automatic, walk };

  // Opens the folder at a path that an administrator chose. A symbolic link in the path is followed
  // only if it belongs to root or to this process's user. Error (io): the path with the reason.
  static Result<Folder> open(const std::string& path, Way way = Way::automatic);

  // Opens a regular file with one link below the folder, for reading, without ever waiting. Returns
  // an invalid descriptor if no file has the name, or if the file cannot be opened just now, as
  // another process holds a lease. Error (io): the path, and why the file is refused.
  [[nodiscard]] Result<UniqueFd> file(const std::string& below) const;
  // Opens a folder below the folder. Error (io): as of file().
  [[nodiscard]] Result<Folder> folder(const std::string& below) const;
  // Returns the facts of what has the name `name` in the folder, of a link those of the link itself,
  // or nothing if nothing has the name.
  [[nodiscard]] std::optional<FileFacts> look(const std::string& name) const;
  // Returns the facts of the folder itself.
  [[nodiscard]] Result<FileFacts> facts() const { return facts_of(fd_.get(), path_); }
  // Begins to read the names in the folder. Error (io): the folder cannot be read.
  [[nodiscard]] Result<FolderEntries> entries() const;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string path_of(const std::string& below) const { return path_ + "/" + below; }

 private:
  Folder(UniqueFd fd, std::string path, Way way)
      : fd_(std::move(fd)), path_(std::move(path)), way_(way) {}
  [[nodiscard]] UniqueFd open_below(const std::string& below, int flags) const;
  [[nodiscard]] UniqueFd walk_below(const std::string& below, int flags) const;

  UniqueFd fd_;
  std::string path_;
  Way way_;
};

// Opens a regular file at a path that an administrator chose, for reading, without ever waiting. Of
// symbolic links in the path those of Folder::open() are followed. The file may have several links
// where only root or this process's user can write its folder (a copy made by cp -l). Returns an invalid descriptor if
// no file has the path. Error (io): the path, and why the file is refused.
Result<UniqueFd> open_chosen(const std::string& path);
// The same without a look at who owns links and how many the file has, for whoever reads with the
// rights of the person who named the file.
Result<UniqueFd> open_regular(const std::string& path);

}  // namespace auweave::base
