// LiveHost: a bastion whose auditd runs the plugin, and the documents that come of it.
#pragma once

#include <memory>
#include <string>

#include "documents.h"
#include "ground_truth.h"
#include "support/audit_host.h"
#include "support/text_file.h"

namespace auweave::e2e {

struct LiveHost {
  // Throws std::runtime_error when it does not come up. `sshd_log`: the plugin reads that, too.
  explicit LiveHost(bool sshd_log = false);
  // People at work while documents come in; returns when every logout was told, or fails the test.
  GroundTruth act(const std::string& scene);

  support::TemporaryFolder folder;
  std::unique_ptr<DocumentSource> source = documents_of_kafka_or_else(folder);
  Watch watch{*source};
  std::unique_ptr<support::AuditHost> host;
};

}  // namespace auweave::e2e
