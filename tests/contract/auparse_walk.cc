// auparse_walk FILE: every field of every record as libauparse's own file interface names and
// interprets it, one line each, all values in hex:
//   SEC.MS:SERIAL TYPE FIELD RAW TEXT
// What the contract test compares auweave's `full` mapping with. Runs under libnss-wrapper, so that
// account names are the same on every machine.
#include <auparse.h>

#include <cstdio>
#include <cstring>

namespace {

void put_hex(const char* text) {
  if (text == nullptr || *text == '\0') std::fputc('-', stdout);
  for (; text != nullptr && *text != '\0'; ++text) {
    std::printf("%02X", static_cast<unsigned>(static_cast<unsigned char>(*text)));
  }
}

void put_record(auparse_state_t* au) {
  const au_event_t* event = auparse_get_timestamp(au);
  const char* type = auparse_get_type_name(au);
  const auto put_key = [&] {
    std::printf("%lld.%03u:%lu %s ", static_cast<long long>(event->sec), event->milli,
                event->serial, type == nullptr ? "?" : type);
  };
  put_key();  // each record has a line of its own first, fields or none
  std::puts("");
  if (auparse_first_field(au) <= 0) return;
  do {
    const char* name = auparse_get_field_name(au);
    if (name == nullptr || std::strcmp(name, "type") == 0 || std::strcmp(name, "node") == 0)
      continue;
    put_key();
    std::printf("%s ", name);
    put_hex(auparse_get_field_str(au));
    std::fputc(' ', stdout);
    put_hex(auparse_interpret_field(au));
    std::puts("");
  } while (auparse_next_field(au) > 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  auparse_state_t* au = auparse_init(AUSOURCE_FILE, argv[1]);
  if (au == nullptr) return 1;
  auparse_set_escape_mode(au, AUPARSE_ESC_RAW);
  while (auparse_next_event(au) > 0) {
    auparse_first_record(au);
    do {
      put_record(au);
    } while (auparse_next_record(au) > 0);
  }
  auparse_destroy(au);
  return 0;
}
