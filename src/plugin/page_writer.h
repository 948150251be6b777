// PageWriter: writes the files that the plugin replaces every few seconds (its status, its metrics) on
// a thread of its own, so that a file system that does not answer holds up nobody. A page that comes
// while the one before is written takes the place of what waits. Any thread may call a PageWriter.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"

namespace auweave::plugin {

class PageWriter {
 public:
  // `log` must outlive the PageWriter.
  explicit PageWriter(base::Log& log);
  ~PageWriter() { finish(std::chrono::milliseconds(0)); }
  PageWriter(const PageWriter&) = delete;
  PageWriter& operator=(const PageWriter&) = delete;

  // Writes `text` to `path` soon. A missing folder is made, but not its parents. A failure is logged
  // as trouble with `what`.
  void put(const std::string& path, std::string text, const std::string& what);
  // Waits until all is written, for `most` at most, and ends. The thread of a file system that does
  // not answer is left alone: it ends with the process.
  void finish(std::chrono::milliseconds most);

 private:
  struct Page {
    std::string text, what;
  };
  // Desk: what both threads use. A thread that is left alone keeps its Desk.
  struct Desk {
    std::mutex lock;
    std::condition_variable changed;
    std::map<std::string, Page> waiting;  // by path
    bool writing = false;
    bool ending = false;
    base::Log* log = nullptr;  // null: the thread was left alone, and has nobody to tell
  };
  static void run(Desk& desk);
  static void write(Desk& desk, const std::string& path, const Page& page);

  std::unique_ptr<Desk> desk_;
  std::thread thread_;
};

}  // namespace auweave::plugin
