#include "plugin/page_writer.h"

#include <utility>

#include "base/whole_file.h"
#include "config/machine.h"

namespace auweave::plugin {

PageWriter::PageWriter(base::Log& log) : desk_(std::make_unique<Desk>()) {
  desk_->log = &log;
  thread_ = std::thread([desk = desk_.get()] { run(*desk); });
}

void PageWriter::put(const std::string& path, std::string text, const std::string& what) {
  const std::lock_guard guard(desk_->lock);
  desk_->waiting[path] = {std::move(text), what};
  desk_->changed.notify_all();
}

void PageWriter::run(Desk& desk) {
  std::unique_lock guard(desk.lock);
  while (true) {
    desk.changed.wait(guard, [&] { return desk.ending || !desk.waiting.empty(); });
    if (desk.waiting.empty()) break;
    const auto page = desk.waiting.extract(desk.waiting.begin());
    desk.writing = true;
    guard.unlock();
    write(desk, page.key(), page.mapped());
    guard.lock();
    desk.writing = false;
    desk.changed.notify_all();
  }
}

void PageWriter::write(Desk& desk, const std::string& path, const Page& page) {
  config::make_folder_of(path, 0755);
  const base::Status written = base::replace_file(path, page.text, 0644);
  const std::lock_guard guard(desk.lock);
  if (desk.log == nullptr) return;
  if (written.ok()) {
    desk.log->over(page.what, path + ": is written again");
  } else {
    desk.log->trouble(page.what, written.error().message + "; no " + page.what + " is written");
  }
}

void PageWriter::finish(std::chrono::milliseconds most) {
  if (!thread_.joinable()) return;
  std::unique_lock guard(desk_->lock);
  desk_->ending = true;
  desk_->changed.notify_all();
  const bool done = desk_->changed.wait_for(
      guard, most, [&] { return desk_->waiting.empty() && !desk_->writing; });
  if (!done) desk_->log = nullptr;
  guard.unlock();
  if (done) return thread_.join();
  thread_.detach();
  static_cast<void>(desk_.release());
}

}  // namespace auweave::plugin
