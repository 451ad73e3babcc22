package dev.cnilab.lab.policy;

/**
 * The port of a connection.
 *
 * @param protocol TCP, UDP or SCTP
 * @param number 1-65535
 */
public record Port(String protocol, int number) {

  public static final Port HTTP = new Port("TCP", 80);
  public static final Port DNS = new Port("UDP", 53);

  @Override
  public String toString() {
    return protocol + " " + number;
  }
}
