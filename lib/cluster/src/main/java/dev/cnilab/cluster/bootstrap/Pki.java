package dev.cnilab.cluster.bootstrap;

import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Instant;
import java.util.List;

/** Issues the certificates that identify the parts of a cluster. */
public interface Pki {
  /** When it issues certificates: now. */
  Instant now();

  /** The authority's own certificate in PEM. */
  String rootCertificate();

  /** The authority's key in PEM. */
  String rootKey();

  /** A certificate for a user with its groups, and its key. */
  Pair issue(String user, List<String> groups);

  /** A certificate for a server, with the names and addresses that clients use. */
  Pair serve(String commonName, List<String> hosts, List<Ipv4Address> addresses);

  /** Another authority, with a key of its own. */
  Pki another(String commonName);

  /** A key pair without a certificate: the public and the private key, both in PEM. */
  Pair keyPair();

  /** Both in PEM. */
  record Pair(String certificate, String key) {}
}
