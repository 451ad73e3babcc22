package dev.cnilab.netsim.sysctl;

import java.util.List;

/** A setting of a namespace that consists of several numbers, separated by tabs. */
public enum NumbersSetting {
  /** The first and the last ephemeral port. */
  IP_LOCAL_PORT_RANGE("net.ipv4.ip_local_port_range", 65_535, 32_768, 60_999),

  /**
   * The groups whose members may send echo requests without being root; none if the range is
   * reversed.
   */
  PING_GROUP_RANGE("net.ipv4.ping_group_range", Integer.MAX_VALUE, 1, 0),

  /** The minimum, default and maximum receive buffer of a TCP socket, in bytes. */
  TCP_RMEM("net.ipv4.tcp_rmem", Integer.MAX_VALUE, 4096, 131_072, 6_291_456),

  /** The minimum, default and maximum send buffer of a TCP socket, in bytes. */
  TCP_WMEM("net.ipv4.tcp_wmem", Integer.MAX_VALUE, 4096, 16_384, 4_194_304);

  private final String key;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Integer> initial;

  NumbersSetting(String key, int most, Integer... initial) {
    this.key = key;
    this.most = most;
    this.initial = List.of(initial);
  }

  /** The name in sysctl(8). */
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
