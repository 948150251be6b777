// Delivery: a Sink whose put() never waits. Documents go into a bounded queue, and a thread of the
// delivery gives the documents to a Carrier. One thread calls Delivery::put(); any thread may call
// counts(), take_losses() and flush().
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
#include "deliver/leaf_places.h"
#include "deliver/losses.h"
#include "deliver/sink.h"

namespace auweave::deliver {

using CountsByKind = std::map<std::string_view, std::uint64_t>;

// DeliveryCounts: the state of a delivery, for the status and the metrics.
struct DeliveryCounts {
  std::string name;
  CountsByKind delivered;
  std::uint64_t delivered_bytes = 0;
  // Number of the plugin's own documents that were put, about losses of this sink or about health.
  std::uint64_t told = 0;
  Latency latency;       // latency of delivered events
  LossesByKind dropped;  // documents that a full queue dropped
  LossesByKind refused;  // documents that were refused, or given up after several refusals
  std::size_t waiting = 0, waiting_bytes = 0;  // documents in the queue or with the carrier
  std::string trouble;                         // the reason why nothing is delivered, or ""
};

class Delivery : public Sink {
 public:
  // `name` names the sink in log lines ("kafka", "file /x"). The log must outlive the delivery.
  Delivery(std::string name, std::unique_ptr<Carrier> carrier, std::size_t most_bytes,
           base::Log& log);
  // Ends without waiting for documents, but waits until a running call of the carrier returns.
  ~Delivery() override;

  static constexpr std::size_t kMostBytes = 64UL * 1024 * 1024;
  // Bytes of waiting documents that keep a carrier busy: a broker takes kEnoughBytes in 0.2 s.
  static constexpr std::size_t kEnoughBytes = 4UL * 1024 * 1024;

  // Takes every document; a full queue drops its oldest documents (DocumentQueue).
  base::Status put(const Outgoing& document) override;
  void reached(std::uint64_t next, const std::string& note) override;
  void broken(std::uint64_t next) override;
  // Waits at most `timeout_ms` until no document waits. Error (io): documents still wait; the
  // message counts the waiting documents by kind. With a timeout of 0 flush() always returns ok.
  base::Status flush(int timeout_ms) override;

  // Returns the lowest spool entry of a document that waits, or `none` if no document of an entry
  // waits. All put documents of entries below acked_before() are delivered, refused or dropped.
  [[nodiscard]] std::uint64_t acked_before(std::uint64_t none) const;
  // Returns the place from which the leaves go on when the documents of the entries from acked_before()
  // on are made again; LeafPlace::next is that entry. For a carrier that numbers documents.
  [[nodiscard]] LeafPlace leaf_place(std::uint64_t none) const;
  // Returns what Carrier::confirmed() returned last.
  [[nodiscard]] std::uint64_t confirmed() const;
  // True if the waiting documents fill at most half of the queue, and at most kEnoughBytes. A
  // caller whose inputs wait on disk puts documents only while has_capacity() is true, so the queue
  // neither fills memory nor drops a document.
  [[nodiscard]] bool has_capacity() const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] DeliveryCounts counts() const;

  // Untold: the losses that no `loss` document has told yet.
  struct Untold {
    LossesByKind dropped, refused;
    [[nodiscard]] bool none() const { return dropped.empty() && refused.empty(); }
  };
  // Takes the untold losses, or no losses until the carrier has delivered a document since the last
  // drop and half of the queue is free.
  Untold take_losses();
  // Takes the carrier's findings since the last call, in words for a person.
  std::vector<std::string> take_findings();

 private:
  using Clock = std::chrono::steady_clock;
  // Sent: a document with the carrier. The outcome of a sent document may come before the outcome
  // of an older document.
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
  void note_leaf(const Document& document);
  void prepare_leaf(Document& document);
  [[nodiscard]] bool is_half_free() const {
    return queue_.bytes() + sent_bytes_ <= queue_.most_bytes() / 2;
  }
  [[nodiscard]] std::uint64_t lowest_waiting(std::uint64_t none) const;
  void show();
  void say_losses();
  [[nodiscard]] std::string trouble_now();

  std::string name_;
  std::unique_ptr<Carrier> carrier_;  // only the delivery's thread calls the carrier
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
  // Arguments of the calls of reached(), oldest first; consecutive calls with equal notes share one
  // element, with the latest `next`. Of the elements up to the latest boundary reached_ keeps the
  // last.
  std::deque<Reached> reached_{1};
  std::vector<std::string> findings_;
  std::uint64_t confirmed_ = 0;
  std::map<std::uint64_t, std::size_t> waiting_entries_;  // number of waiting documents by entry
  LeafPlaces places_;
  bool working_ = false;  // the carrier delivered a document since the last drop
  bool ending_ = false;
  bool flushing_ = false;
  bool idle_ = true;  // the thread waits for documents, so put() wakes it

  // --- members that only the delivery's thread uses (flush() reads returned_)
  std::deque<Sent> sent_;           // documents with the carrier, oldest first
  SendId first_id_ = 0;             // id of the first document of sent_
  std::uint64_t last_entry_ = 0;    // entry of the document sent last; 0: none since a resend
  std::uint64_t boundary_ = 0;      // boundary told last; 0: a document was sent since
  bool coming_back_ = false;        // a document with the carrier is to be sent again
  std::vector<Document> returned_;  // documents to be sent again, in order
  std::string said_dropped_, said_refused_;
  Clock::time_point last_progress_ = Clock::now();

  std::thread thread_;
};

}  // namespace auweave::deliver
