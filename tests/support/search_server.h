// SearchServer: a real OpenSearch on loopback for as long as it lives (tests/support/search-server).
// Used by one thread. What fails throws std::runtime_error.
#pragma once

#include <rapidjson/document.h>

#include <string>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave::support {

class SearchServer {
 public:
  // Why none can run here, in a few words; "" when one can. The first call fetches the jars.
  static std::string missing();

  // Serves when this returns.
  SearchServer();
  // At its address, with what it held before.
  void start();
  void stop();  // as a crash
  // Ends it. When this never runs, because the test program crashed or was killed, the server is
  // ended all the same.
  ~SearchServer();
  SearchServer(const SearchServer&) = delete;
  SearchServer& operator=(const SearchServer&) = delete;

  // Its answer. One that tells of an error throws.
  [[nodiscard]] rapidjson::Document ask(const std::string& method, const std::string& path,
                                        const std::string& body = "") const;
  [[nodiscard]] int port() const { return port_; }

 private:
  [[nodiscard]] Ran script(const std::string& verb) const;

  TemporaryFolder folder_;
  int port_ = 0;
};

}  // namespace auweave::support
