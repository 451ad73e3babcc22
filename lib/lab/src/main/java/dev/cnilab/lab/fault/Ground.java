package dev.cnilab.lab.fault;

/**
 * The environment that a fault is made in.
 *
 * @param plugin the network plugin
 * @param proxy the mode of kube-proxy: {@code iptables} or {@code nftables}
 */
public record Ground(String plugin, String proxy) {

  /** The mode of kube-proxy if its configuration names none. */
  public static final String STANDARD_PROXY = "iptables";

  public boolean hasStandardProxy() {
    return proxy.equals(STANDARD_PROXY);
  }

  /** {@code flannel}, or {@code flannel/nftables}. */
  @Override
  public String toString() {
    return hasStandardProxy() ? plugin : plugin + "/" + proxy;
  }
}
