// Delivery: a Sink that never waits. Documents go into a bounded queue; a thread of its own gives
// them to a Carrier. put() by one thread; counts(), take_losses() and flush(): any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"
#include "deliver/carrier.h"
#include "deliver/document_queue.h"
#include "deliver/latency.h"
#include "deliver/losses.h"
#include "deliver/sink.h"

namespace auweave::deliver {

using CountsByKind = std::map<std::string_view, std::uint64_t>;

struct DeliveryCounts {
  std::string name;
  CountsByKind delivered;
  std::uint64_t delivered_bytes = 0;
  std::uint64_t told = 0;  // documents of the plugin's own: of this sink's losses, of its health
  Latency latency;         // of events
  LossesByKind dropped;    // the queue was full
  LossesByKind refused;    // by the broker, for good
  std::size_t waiting = 0, waiting_bytes = 0;  // in the queue or with the carrier
  std::string trouble;
};

class Delivery : public Sink {
 public:
  // `name` is said in log lines: "kafka", "file /var/log/x". The log outlives it.
  Delivery(std::string name, std::unique_ptr<Carrier> carrier, std::size_t most_bytes,
           base::Log& log);
  // Ends without waiting for documents; what the carrier is doing it has to finish.
  ~Delivery() override;

  static constexpr std::size_t kMostBytes = 64UL * 1024 * 1024;
  static constexpr std::size_t kEnoughBytes = 4UL * 1024 * 1024;  // 0.2 s of what a broker takes

  // Always taken; when the queue is full the oldest document goes.
  base::Status put(const Outgoing& document) override;
  void reached(std::uint64_t next, const std::string& note) override;
  // Waits until everything is delivered. The Error says what is not, by kind.
  base::Status flush(int timeout_ms) override;

  // All documents of entries below it that were put are delivered, refused or dropped. It is `none` when no
  // document waits.
  [[nodiscard]] std::uint64_t acked_before(std::uint64_t none) const;
  // Carrier::confirmed().
  [[nodiscard]] std::uint64_t confirmed() const;
  // Half of the queue is free, and what waits is enough for the carrier to be at work: who can wait (on disk)
  // need not fill memory, nor drop anything.
  [[nodiscard]] bool has_capacity() const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] DeliveryCounts counts() const;

  struct Untold {
    LossesByKind dropped, refused;
    [[nodiscard]] bool none() const { return dropped.empty() && refused.empty(); }
  };
  // What was lost and not yet told, once the carrier delivers again and half of the queue is free;
  // none before.
  Untold take_losses();
  // What the carrier found that a person should know of, each once.
  std::vector<std::string> take_findings();

 private:
  using Clock = std::chrono::steady_clock;
  struct Sent {
    Document document;
    std::optional<Outcome> outcome;
  };
  void run();
  void wait_for_work();
  bool send_waiting();
  bool send(Document document);
  std::optional<Document> take_next();
  void tell_boundary(std::uint64_t next);
  void tell_all_sent();
  void acknowledge(const std::vector<Acknowledged>& acknowledged);
  void acknowledge_front(Sent& sent);
  void note_drops();
  void note_acked(std::uint64_t entry);
  void show();
  void say_losses();
  [[nodiscard]] std::string trouble_now();

  std::string name_;
  std::unique_ptr<Carrier> carrier_;  // the thread's
  base::Log& log_;

  mutable std::mutex lock_;
  std::condition_variable work_;
  std::condition_variable done_;
  DocumentQueue queue_;
  std::size_t sent_bytes_ = 0;
  CountsByKind sent_kinds_;
  DeliveryCounts counts_;
  Untold untold_;
  struct Reached {
    std::uint64_t next = 0;
    std::string note;
  };
  // What was told, oldest first; before the last one only those whose notes differ, and of those before what
  // was sent only the last.
  std::deque<Reached> reached_{1};
  std::vector<std::string> findings_;
  std::uint64_t confirmed_ = 0;
  std::map<std::uint64_t, std::size_t> waiting_entries_;  // and how many documents of each wait
  bool working_ = false;  // the carrier delivered something since the last loss
  bool ending_ = false;
  bool flushing_ = false;
  bool idle_ = true;  // nobody waits for anything

  // The thread's.
  std::deque<Sent> sent_;  // with the carrier, oldest first
  SendId first_id_ = 0;
  std::uint64_t last_entry_ = 0;    // of what was sent
  std::uint64_t boundary_ = 0;      // told to the carrier; 0: something was sent since
  bool coming_back_ = false;        // something that was sent is to be sent again
  std::vector<Document> returned_;  // in order
  std::string said_dropped_, said_refused_;
  Clock::time_point last_progress_ = Clock::now();

  std::thread thread_;
};

}  // namespace auweave::deliver
