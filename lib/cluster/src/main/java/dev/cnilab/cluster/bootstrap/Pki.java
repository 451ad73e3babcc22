package dev.cnilab.cluster.bootstrap;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.List;

/** Who issues the certificates by which the parts of a cluster are known. */
public interface Pki {
  /** The authority's own certificate in PEM. */
  String rootCertificate();

  /** The authority's key in PEM. */
  String rootKey();

  /** A certificate for a user with its groups, and its key. */
  Pair issue(String user, List<String> groups);

  /** A certificate for a server of that name, and of those by which clients call it. */
  Pair serve(String commonName, List<String> hosts, List<Ipv4Address> addresses);

  /** Both in PEM. */
  record Pair(String certificate, String key) {}
}
