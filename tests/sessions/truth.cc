#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "written.h"

namespace auweave::sessions {
namespace {

class Truth {
 public:
  explicit Truth(const Driven& driven) : driven_(driven) {}

  std::string text() {
    const Plan& plan = driven_.plan;
    out_.StartObject();
    add("shell", plan.shell);
    add("prompt", plan.prompt);
    add("flavour", plan.flavour);
    add("odd_window", plan.odd_window);
    out_.Key("seed");
    out_.Uint64(plan.seed);
    add("window", std::to_string(plan.columns) + "x" + std::to_string(plan.rows));
    add("boot_id", kBootId);
    add("stuck", driven_.stuck);
    out_.Key("lines");
    out_.StartArray();
    for (std::size_t i = 0; i < plan.lines.size(); ++i) line(i);
    out_.EndArray();
    programs(-1, "strays");
    out_.EndObject();
    return std::string(buffer_.GetString()) + "\n";
  }

 private:
  void add(const char* name, const std::string& value) {
    out_.Key(name);
    out_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void add(const char* name, bool value) {
    out_.Key(name);
    out_.Bool(value);
  }
  void line(std::size_t number) {
    const Line& line = driven_.plan.lines[number];
    out_.StartObject();
    add("text", line.text);
    add("kind", line.kind);
    add("shell", line.shell);
    add("run", line.run);
    add("seen", line.seen);
    add("nested", line.nested);
    add("later", line.later);
    add("scrolled", line.scrolled);
    add("loose", line.loose);
    add("unplanned", static_cast<bool>(driven_.unplanned[number]));
    programs(static_cast<int>(number), "executed");
    out_.Key("shown");
    out_.StartArray();
    for (const std::string& each : line.shown) out_.String(each.c_str());
    out_.EndArray();
    out_.EndObject();
  }
  void programs(int line, const char* name) {
    out_.Key(name);
    out_.StartArray();
    for (const Ran& ran : driven_.ran) {
      if (ran.line != line) continue;
      out_.StartObject();
      out_.Key("pid");
      out_.Int64(ran.pid);
      out_.Key("argv");
      out_.StartArray();
      for (const std::string& word : ran.argv)
        out_.String(word.data(), static_cast<rapidjson::SizeType>(word.size()));
      out_.EndArray();
      out_.EndObject();
    }
    out_.EndArray();
  }

  const Driven& driven_;
  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> out_{buffer_};
};

}  // namespace

std::string truth_of(const Driven& driven) { return Truth(driven).text(); }

Written write(const Driven& driven) {
  return {audit_log(driven), tlog_lines(driven), truth_of(driven)};
}

}  // namespace auweave::sessions
