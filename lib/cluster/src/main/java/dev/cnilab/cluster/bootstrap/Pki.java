package dev.cnilab.cluster.bootstrap;

import java.util.List;

/** Who issues the certificates by which the parts of a cluster are known. */
public interface Pki {
  /** The authority's own certificate in PEM. */
  String rootCertificate();

  /** The authority's key in PEM. */
  String rootKey();

  /** A certificate for a user with its groups, and its key. */
  ClientCertificate issue(String user, List<String> groups);

  /** Both in PEM. */
  record ClientCertificate(String certificate, String key) {}
}
