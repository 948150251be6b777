#include "deliver/document_queue.h"

#include <utility>

namespace auweave::deliver {

DocumentQueue::Line& DocumentQueue::line_of(const Document& document) {
  return document.kind == "session" ? sessions_ : others_;
}

Document DocumentQueue::take_front(Line& line) {
  Document document = std::move(line.front().document);
  line.pop_front();
  bytes_ -= document.cost();
  return document;
}

void DocumentQueue::push(Document document, std::size_t elsewhere) {
  while (!empty() && bytes_ + elsewhere + document.cost() > most_) {
    add_loss(dropped_, take_front(others_.empty() ? sessions_ : others_));
  }
  bytes_ += document.cost();
  Line& line = line_of(document);
  line.push_back({next_++, std::move(document)});
}

std::optional<Document> DocumentQueue::pop() {
  if (empty()) return std::nullopt;
  const bool session =
      others_.empty() || (!sessions_.empty() && sessions_.front().number < others_.front().number);
  return take_front(session ? sessions_ : others_);
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
  for (const Line* line : {&others_, &sessions_}) {
    for (const Waiting& waiting : *line) add_loss(all, waiting.document);
  }
  return all;
}

}  // namespace auweave::deliver
