#include "app/input_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace auweave::app {

using base::Error;
using base::ErrorKind;

base::Result<base::LineFile> open_input(const std::string& path, std::size_t longest) {
  if (path != "-") {
    auto file = base::LineFile::open(path, longest);
    if (!file.ok()) return Error{ErrorKind::config, file.error().message};
    return file;
  }
  base::UniqueFd fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  return base::LineFile::adopt(std::move(fd), "<stdin>", longest);
}

base::Result<systemd::Journal> open_journal(const std::string& place,
                                            const std::vector<std::string>& matches) {
  const std::string folder = place == "system" ? "" : place;
  auto journal = systemd::Journal::open(folder, matches);
  if (!journal.ok()) return Error{ErrorKind::config, "--journal: " + journal.error().message};
  if (journal->files() > 0) return journal;
  const std::vector<std::string> problems = journal->unreadable_files();
  std::string message = "--journal: " + place + ": no journal file is there";
  if (!problems.empty()) message = "--journal: " + problems.front();
  return Error{ErrorKind::config, message};
}

}  // namespace auweave::app
