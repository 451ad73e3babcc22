package dev.cnilab.userland.net.command;

/** The address families of {@code ip -f} that are supported here. */
public enum AddressFamily {
  UNSPEC("any valid"),
  INET("inet"),
  INET6("inet6"),
  BRIDGE("bridge"),
  LINK("link");

  private final String label;

  AddressFamily(String label) {
    this.label = label;
  }

  /** The family's name in messages about a wrong address. */
  public String label() {
    return label;
  }

  /** The family of that name, {@link #UNSPEC} if there is none. */
  public static AddressFamily named(String name) {
    return switch (name) {
      case "inet" -> INET;
      case "inet6" -> INET6;
      case "bridge" -> BRIDGE;
      case "link" -> LINK;
      default -> UNSPEC;
    };
  }
}
