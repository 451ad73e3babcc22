package dev.cnilab.cluster.image.proxy.config;

import java.util.Arrays;
import java.util.Optional;

/** Which kind of rules kube-proxy writes: {@code mode} of its configuration. */
public enum ProxyMode {
  IPTABLES,
  IPVS,
  NFTABLES;

  /** The mode of a name; "" means iptables, the default. */
  static Optional<ProxyMode> of(String name) {
    return name.isEmpty()
        ? Optional.of(IPTABLES)
        : Arrays.stream(values()).filter(mode -> mode.toString().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
