package dev.cnilab.userland.net.dns;

/** What one of bind's tools says while a name is looked up. */
public interface LookupReport {
  /** A question goes out. */
  default void trying(String name) {}

  /** Something went wrong; the line without its two semicolons. */
  void comment(String line);

  /** A server's answer will not do; the line without its two semicolons. */
  default void passedOver(String line) {}

  /** No server answered. */
  default void nobodyAnswered() {
    comment("no servers could be reached");
  }

  /** A name did not exist, and is looked for in the next search domain. */
  default void missed(Received answer) {}
}
