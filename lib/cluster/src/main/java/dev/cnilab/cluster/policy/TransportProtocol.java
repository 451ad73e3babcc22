package dev.cnilab.cluster.policy;

/** The protocols that a policy can name, with their numbers in an IP header. */
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
   * The protocol of that name; TCP if the name is empty, which is the API's default.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static TransportProtocol of(String name) {
    return name.isEmpty() ? TCP : valueOf(name);
  }
}
