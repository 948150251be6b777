// Which sanitizer the tests, and the program with them, are built with: some things cannot be seen
// under one, and those tests are skipped with a reason.
#pragma once

namespace auweave::support {

#if defined(__SANITIZE_THREAD__)
inline constexpr bool kThreadSanitizer = true;
#else
inline constexpr bool kThreadSanitizer = false;
#endif

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kAddressSanitizer = true;
#else
inline constexpr bool kAddressSanitizer = false;
#endif

inline constexpr const char* kNoKafkaUnderTsan =
    "librdkafka makes its threads by thrd_create, which tsan does not see and dies of";
inline constexpr const char* kNoLoadUnderTsan = "tsan has no memory for so large a log";

}  // namespace auweave::support
