// bench_feed_walk FILE: the least that any user of libauparse does: feeds the log and looks at
// every field's name and value. No interpretation, no output.
#include <auparse.h>

#include <array>
#include <cstdio>

namespace {

unsigned long long g_fields = 0;

void walk(auparse_state_t* au, auparse_cb_event_t, void*) {
  auparse_first_record(au);
  do {
    auparse_first_field(au);
    do {
      g_fields += auparse_get_field_name(au) != nullptr && auparse_get_field_str(au) != nullptr;
    } while (auparse_next_field(au) > 0);
  } while (auparse_next_record(au) > 0);
}

}  // namespace

int main(int argc, char** argv) {
  std::FILE* file = argc == 2 ? std::fopen(argv[1], "r") : nullptr;
  auparse_state_t* au = auparse_init(AUSOURCE_FEED, nullptr);
  if (file == nullptr || au == nullptr) return 1;
  auparse_add_callback(au, walk, nullptr, nullptr);
  static std::array<char, 65536> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file)) {
    auparse_feed(au, block.data(), got);
  }
  auparse_flush_feed(au);
  auparse_destroy(au);
  std::fclose(file);
  std::printf("%llu fields\n", g_fields);
}
