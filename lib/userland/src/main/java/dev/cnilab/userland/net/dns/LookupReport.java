package dev.cnilab.userland.net.dns;

/** What a tool of bind prints during a lookup. */
public interface LookupReport {
  /** Called before a query is sent. */
  default void trying(String name) {}

  /** Called for an error; the line without its two semicolons. */
  void comment(String line);

  /** Called when a server's answer is rejected; the line without its two semicolons. */
  default void passedOver(String line) {}

  /** Called when no server answered. */
  default void nobodyAnswered() {
    comment("no servers could be reached");
  }

  /** Called when a name did not exist and the next search domain is tried. */
  default void missed(ReceivedAnswer answer) {}
}
