package dev.cnilab.cluster;

import dev.cnilab.cluster.bootstrap.Pki;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Issues certificates signed by the API server's own authority and valid from now on. */
record ClusterPki(Authority authority, InstantSource clock) implements Pki {
  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public String rootCertificate() {
    return authority.certificate();
  }

  @Override
  public String rootKey() {
    return authority.key();
  }

  @Override
  public Pair issue(String user, List<String> groups) {
    Authority.Issued issued = authority.issue(new Authority.Subject(user, groups), clock.instant());
    return new Pair(issued.certificate(), issued.key());
  }

  @Override
  public Pki another(String commonName) {
    return new ClusterPki(authority.another(commonName, clock.instant()), clock);
  }

  @Override
  public Pair keyPair() {
    Authority.Issued pair = authority.keyPair();
    return new Pair(pair.certificate(), pair.key());
  }

  @Override
  public Pair serve(String commonName, List<String> hosts, List<Ipv4Address> addresses) {
    ServerCertificate issued =
        authority.serve(new ServerCertificate.Names(commonName, hosts, addresses), clock.instant());
    return new Pair(issued.pem(), issued.key());
  }
}
