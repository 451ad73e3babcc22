package dev.cnilab.netsim.sysctl;

import java.util.List;

/** A setting of a namespace that is a few numbers, with tabs between them. */
public enum NumbersSetting {
  /** The first and the last port that a socket gets which asks for none. */
  IP_LOCAL_PORT_RANGE("net.ipv4.ip_local_port_range", 65_535, 32_768, 60_999),

  /** The groups whose members may send echo requests without being root; none, if reversed. */
  PING_GROUP_RANGE("net.ipv4.ping_group_range", Integer.MAX_VALUE, 1, 0),

  /** The least, the usual and the largest receive buffer of a TCP socket, in bytes. */
  TCP_RMEM("net.ipv4.tcp_rmem", Integer.MAX_VALUE, 4096, 131_072, 6_291_456),

  /** The least, the usual and the largest send buffer of a TCP socket, in bytes. */
  TCP_WMEM("net.ipv4.tcp_wmem", Integer.MAX_VALUE, 4096, 16_384, 4_194_304);

  private final String key;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> initial;

  NumbersSetting(String key, int most, Integer... initial) {
    this.key = key;
    this.most = most;
    this.initial = List.of(initial);
  }

  /** The name as sysctl(8) writes it. */
  public String key() {
    return key;
  }

  int most() {
    return most;
  }

  List<Integer> initial() {
    return initial;
  }
}
