package dev.cnilab.cluster.image.proxy.nftables;

import dev.cnilab.cluster.image.proxy.service.ChainHash;
import dev.cnilab.cluster.image.proxy.service.ServiceEndpoint;
import dev.cnilab.cluster.image.proxy.service.ServicePort;
import dev.cnilab.cluster.image.proxy.service.ServicePort.Policy;

/** The names of the chains and sets of a Service's port in nftables mode. */
record NftNames(ServicePort port) {
  private static final int HASH = 8;

  private static String hashed(String name) {
    return ChainHash.of(name).substring(0, HASH) + "-" + name;
  }

  private String base() {
    return port.namespace() + "/" + port.service() + "/" + port.protocol() + "/" + port.port();
  }

  private String base(ServiceEndpoint endpoint) {
    return hashed(base() + "__" + endpoint.address() + "/" + endpoint.port());
  }

  /** The chain that chooses among the endpoints of a policy. */
  String chain(Policy policy) {
    return (policy == Policy.LOCAL ? "local-" : "service-") + hashed(base());
  }

  /** The chain for external traffic. */
  String external() {
    return "external-" + hashed(base());
  }

  /** The chain that checks the clients of a load balancer's address. */
  String firewall() {
    return "firewall-" + hashed(base());
  }

  /** The chain of one endpoint, which exists if the Service has session affinity. */
  String chain(ServiceEndpoint endpoint) {
    return "endpoint-" + base(endpoint);
  }

  /** The set of clients with affinity to an endpoint. */
  String affinity(ServiceEndpoint endpoint) {
    return "affinity-" + base(endpoint);
  }
}
