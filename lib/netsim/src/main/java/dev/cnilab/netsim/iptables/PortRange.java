package dev.cnilab.netsim.iptables;

/** Ports from the first to the last, both included; 0 to 65535. */
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new IllegalArgumentException("no range of ports: " + first + ":" + last);
    }
  }

  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /** Whether the port lies between the two. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + ":" + last;
  }
}
