package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.netsim.link.LinkAddress.Scope;
import java.util.Locale;
import java.util.Optional;

/** The names and numbers of scopes (/etc/iproute2/rt_scopes). */
public final class Scopes {
  private Scopes() {}

  public static String name(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  /** A scope by its name or number. */
  public static Optional<Scope> parse(String word) {
    return switch (word) {
      case "global", "0" -> Optional.of(Scope.GLOBAL);
      case "site", "200" -> Optional.of(Scope.SITE);
      case "link", "253" -> Optional.of(Scope.LINK);
      case "host", "254" -> Optional.of(Scope.HOST);
      case "nowhere", "255" -> Optional.of(Scope.NOWHERE);
      default -> Optional.empty();
    };
  }
}
