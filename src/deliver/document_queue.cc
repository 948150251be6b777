#include "deliver/document_queue.h"

#include <utility>

namespace auweave::deliver {

std::size_t DocumentQueue::size() const {
  return lines_[0].size() + lines_[1].size() + lines_[2].size();
}

DocumentQueue::Line& DocumentQueue::line_of(const Document& document) {
  if (document.keep || document.leaf.number != 0) return lines_[2];
  return lines_[document.kind == "session" ? 1 : 0];
}

DocumentQueue::Line& DocumentQueue::oldest() {
  Line* first = lines_.data();
  for (Line& line : lines_) {
    if (!line.empty() && (first->empty() || line.front().number < first->front().number))
      first = &line;
  }
  return *first;
}

Document DocumentQueue::take_front(Line& line) {
  Document document = std::move(line.front().document);
  line.pop_front();
  bytes_ -= document.cost();
  return document;
}

void DocumentQueue::push(Document document, std::size_t elsewhere) {
  while (bytes_ + elsewhere + document.cost() > most_) {
    Line& from = lines_[lines_[0].empty() ? 1 : 0];
    if (from.empty()) break;
    const Document dropped = take_front(from);
    add_loss(dropped_, dropped);
    if (dropped.entry != 0) dropped_entries_.push_back(dropped.entry);
  }
  bytes_ += document.cost();
  Line& line = line_of(document);
  line.push_back({next_++, std::move(document)});
}

const Document* DocumentQueue::front() { return empty() ? nullptr : &oldest().front().document; }

std::optional<Document> DocumentQueue::pop() {
  if (empty()) return std::nullopt;
  return take_front(oldest());
}

void DocumentQueue::put_back(std::vector<Document> documents) {
  while (!documents.empty()) {
    bytes_ += documents.back().cost();
    Line& line = line_of(documents.back());
    line.push_front({--first_, std::move(documents.back())});
    documents.pop_back();
  }
}

LossesByKind DocumentQueue::waiting() const {
  LossesByKind all;
  for (const Line& line : lines_) {
    for (const Waiting& waiting : line) add_loss(all, waiting.document);
  }
  return all;
}

}  // namespace auweave::deliver
