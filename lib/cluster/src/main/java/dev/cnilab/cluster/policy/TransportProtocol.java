package dev.cnilab.cluster.policy;

/** The protocols a policy can name, with their numbers in an IP header. */
public enum TransportProtocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  TransportProtocol(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * The protocol of that name; TCP if there is none, as the API defaults it.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static TransportProtocol of(String name) {
    return name.isEmpty() ? TCP : valueOf(name);
  }
}
