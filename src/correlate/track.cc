#include "correlate/track.h"

#include <algorithm>
#include <utility>

#include "correlate/line_calls.h"

namespace auweave::correlate {
namespace {

// Output that went through a pipe, and not through the terminal, has newlines without returns.
std::string returned(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text.append(c == '\n' ? "\r" : "") += c;
  return text;
}

}  // namespace

Track::Track(TrackFacts facts, Commands& commands)
    : facts_(std::move(facts)), commands_(commands), reader_(*this) {}

void Track::add(model::TtyChunk chunk, model::Voucher voucher) {
  if (chunk.pieces.empty()) chunk.pieces.push_back({0, chunk.output.size(), 0, 0});
  held_ += chunk.size();
  first_ = std::min(first_, chunk.time);
  const std::pair key(chunk.time, chunk.number);
  pending_.insert_or_assign(key, Pending{std::move(chunk), voucher, 0, 0, 0});
}

// Nothing is read before the program that runs the recorder is known.
std::optional<base::WallTime> Track::next() const {
  const std::optional<base::WallTime> moment = waiting_.next();
  if (pending_.empty()) return moment;
  const Pending& first = pending_.begin()->second;
  const model::TtyPiece& piece = first.chunk.pieces[first.piece];
  const base::WallTime next = std::max(base::later(first.chunk.time, piece.after_ms),
                                       base::later(facts_.started, kEarlyMs + 1));
  return moment.has_value() ? std::min(*moment, next) : next;
}

void Track::step(bool leads) {
  leads_ = leads;
  if (waiting_.next().has_value() && *next() == *waiting_.next()) return settle();
  Pending& first = pending_.begin()->second;
  const model::TtyPiece piece = first.chunk.pieces[first.piece];
  turn_to(pending_.begin()->first, first);
  late_ = first.chunk.late;
  voucher_ = first.voucher;
  if (leads && first.piece == 0 && first.chunk.left_out > 0) leave_out(first.chunk.left_out);
  // A terminal without a size. What went through a pipe has no window at all.
  if (first.chunk.columns == 0) reader_.window(0, 0);
  if (piece.columns > 0) {
    reader_.window(piece.columns, piece.rows);
  } else {
    const std::size_t size = std::min(piece.size, first.chunk.output.size() - first.offset);
    std::string_view bytes = std::string_view(first.chunk.output).substr(first.offset, size);
    const std::string with_returns = piece.piped ? returned(bytes) : "";
    if (piece.piped) bytes = with_returns;
    first.offset += size;
    // The rows of an outer recording are read in the outer one's track.
    now_ = in_order(base::later(first.chunk.time, piece.after_ms));
    if (leads) reader_.read(now_, bytes);
    if (waiting_.waits_for_prompt() && prompts_in(reader_.standing()).count > 0)
      waiting_.end_echoes(now_);
  }
  if (++first.piece < first.chunk.pieces.size()) return;
  held_ -= first.chunk.size();
  pending_.erase(pending_.begin());
}

// Times within a chunk are estimates (tty/tlog_timing.cc), which may reach beyond the beginning of the next
// chunk: what was shown later is not told as earlier.
base::WallTime Track::in_order(base::WallTime time) const {
  const std::int64_t behind_ms = now_.ms() - time.ms();
  return behind_ms > 0 && behind_ms <= kMostDriftMs ? now_ : time;
}

// A chunk that comes late may be read before the rest of the chunk that is half read. The lines of
// each chunk are counted on where they were.
void Track::turn_to(const ChunkKey& key, const Pending& pending) {
  if (chunk_ == key) return;
  const auto before = pending_.find(chunk_);
  if (before != pending_.end()) before->second.lines = lines_in_chunk_;
  lines_in_chunk_ = pending.lines;
  chunk_ = key;
}

void Track::finish() {
  leads_ = true;
  reader_.finish();
  settle_all();
  if (may_be_unseen_.has_value() && !unseen_.has_value()) unseen_ = may_be_unseen_;
}

void Track::let_go(Track& next) {
  finish();
  next.pending_ = std::move(pending_);
  next.held_ = std::exchange(held_, 0);
  next.first_ = first_;
  commands_.let_go(current_);
  for (const Context& context : contexts_) commands_.let_go(context.command);
}

const Track::Line* Track::line_at(base::WallTime time) const {
  const auto found = std::find_if(lines_.rbegin(), lines_.rend(),
                                  [&](const Line& line) { return line.begins <= time; });
  return found == lines_.rend() ? nullptr : &*found;
}

// The reader has a mark: what waits was shown before it.
void Track::prompted(base::WallTime time) {
  // Somebody typed at a prompt that is known, and then a shell came up that has marks.
  if (ahead_.empty()) waiting_.believe_last(prompt_);
  settle_all();
  ahead_.clear();
  expected_.reset();
  prompt_at(time);
}

void Track::prompt_at(base::WallTime time) {
  if (may_be_unseen_.has_value() && time > base::later(*may_be_unseen_, kUnseenMs)) {
    if (!unseen_.has_value()) unseen_ = may_be_unseen_;
  }
  may_be_unseen_.reset();
  has_prompts_ = true;
  asks_for_more_ = false;
  arrived_ = false;
  prompted_ = time;
  Command* over = current();
  if (over == nullptr && !current_.has_value()) over = commands_.find(root_);
  if (over == nullptr) return;
  over->recorder = false;
  if (over->typed) over->ended = time;
  over->closes = base::later(time, Commands::kSettleMs);
}

void Track::prompt_known(const std::string& prompt) {
  if (!arrived_) arrive(prompt);
}

void Track::entered(const screen::EnteredLine& line) {
  if (!arrived_) arrive(line.prompt);
  if (asks_for_more_ && go_on(line)) return;
  // A shell in which it was typed ahead shows it again when its turn comes.
  const bool again = line.entered.ms() - line.prompted.ms() < screen::LineReader::kRestMs;
  if (again) unshow(line.line);
  current_.reset();
  orphans_.clear();
  if (!asks_for_more_) prompt_ = line.prompt.substr(line.prompt.rfind('\n') + 1);
  keep_line(line);
  if (!reader_.loose()) leaves_shell(line.line);
  // A line that was given up with ^C was not run.
  if (line.line.empty() || line.line.ends_with("^C")) return;
  current_ = begin(line);
  // What executes no program may have taken the marks away (PS1=, bind, set +o emacs, .): programs that the
  // shell executes next are of lines that are not marked.
  if (LineCalls(line.line).only_builtins()) reader_.loosen();
}

// The shell around may have no marks.
void Track::leaves_shell(const std::string& line) {
  if (contexts_.size() < 2 || (line != "exit" && line != "logout")) return;
  const std::string& around = contexts_[contexts_.size() - 2].prompt;
  if (around.empty()) return;
  prompt_ = around;
  reader_.loosen();
}

// The line may have been typed before the last few lines ran, too.
void Track::unshow(const std::string& line) {
  constexpr std::ptrdiff_t most = 8;
  const auto end = lines_.rbegin() + std::min<std::ptrdiff_t>(std::ssize(lines_), most);
  for (auto before = lines_.rbegin(); before != end; ++before) {
    Command* command = commands_.find(before->command);
    if (command != nullptr && command->unshow(line)) return;
  }
}

void Track::keep_line(const screen::EnteredLine& line) {
  if (lines_.size() >= kMostLines) lines_.erase(lines_.begin());
  const base::WallTime early = std::max(base::later(line.entered, -kEarlyMs), line.prompted);
  // The execve that proves the line is the line's.
  const base::WallTime begins = std::min(early, claimed_.value_or(early));
  lines_.push_back({begins, line.entered, std::nullopt});
}

bool Track::go_on(const screen::EnteredLine& line) {
  Command* before = current();
  if (before == nullptr) return false;
  if (before->line.size() + line.line.size() < Command::kLongestLine) {
    before->line.append("\n").append(line.line);
  }
  before->started = line.entered;
  return true;
}

CommandNumber Track::begin(const screen::EnteredLine& line) {
  Command command;
  command.id =
      CommandNumber::of_line({facts_.serial, facts_.rec, chunk_.second, lines_in_chunk_++});
  command.typed = true;
  command.late = late_;
  command.shown_by(voucher_, chunk_.second);
  command.prompt = line.prompt;
  command.line = line.line.substr(0, Command::kLongestLine);
  command.begins = lines_.back().begins;
  command.started = line.entered;
  if (facts_.of_command) command.parent = root_;
  if (!contexts_.empty()) {
    command.where = contexts_.back().where;
    command.target = contexts_.back().target;
    if (contexts_.back().command.has_value()) command.parent = contexts_.back().command;
  }
  command.recordings.push_back(
      {facts_.recording_id, std::max<std::int64_t>(line.entered.ms() - facts_.started.ms(), 0)});
  const CommandNumber id = command.id;
  lines_.back().command = id;
  commands_.begin(std::move(command));
  return id;
}

Command* Track::showing() {
  if (!leads_) return nullptr;
  if (Command* command = current()) return command;
  return lines_.empty() ? commands_.find(root_) : nullptr;
}

void Track::show(std::string_view text, bool goes_on) {
  Command* command = showing();
  if (command == nullptr) {
    if (leads_ && orphans_.size() < kMostOrphans) orphans_.append(text).append("\n");
    return;
  }
  command->last = std::max(command->last, now_);
  command->late = command->late || late_;
  command->shown_by(voucher_, chunk_.second);
  commands_.shows(*command, text, goes_on);
}

void Track::leave_out(std::uint64_t bytes) {
  if (Command* command = showing()) command->left_out += bytes;
}

void Track::full_screen() {
  Command* command = showing();
  if (command == nullptr) return;
  // What a shell does itself draws nothing: somebody printed the sequence, and all that follows
  // would not be seen.
  const LineCalls calls(command->typed && command->where == Where::local ? command->line : "");
  // `fg` goes on with a program that drew, and `exit` of a shell inside of vi with vi.
  const bool hands_over = calls.resumes() || calls.leaves_open();
  if (calls.only_builtins() && !hands_over) return reader_.refuse_alternate();
  command->full_screen = true;
  command->shown_by(voucher_, chunk_.second);
}

void Track::binary(std::uint64_t bytes) {
  Command* command = showing();
  if (command == nullptr) return;
  command->binary += bytes;
  command->shown_by(voucher_, chunk_.second);
}

void Track::finished(int status) {
  if (Command* command = current()) command->exit = status;
}

std::optional<bool> Track::over(Command& command) {
  if (current_ != command.id) return std::nullopt;
  if (!arrived_) reader_.prompt_found();
  return command.closes.has_value();
}

}  // namespace auweave::correlate
