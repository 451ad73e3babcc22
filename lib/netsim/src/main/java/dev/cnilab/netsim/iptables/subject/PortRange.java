package dev.cnilab.netsim.iptables.subject;

/** A range of ports, both ends included; 0 to 65535. */
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new IllegalArgumentException("no range of ports: " + first + ":" + last);
    }
  }

  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /** Whether the port is in the range. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  /** The first and the last port with a separator between them; one number for a single port. */
  public String text(char between) {
    return first == last ? Integer.toString(first) : "" + first + between + last;
  }

  @Override
  public String toString() {
    return text(':');
  }
}
