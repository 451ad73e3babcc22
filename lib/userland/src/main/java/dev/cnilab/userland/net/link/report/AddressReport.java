package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.link.AddressLifetime;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.Scopes;
import dev.cnilab.userland.net.command.iproute.Settings;

/** Prints an address of a link (print_addrinfo). */
final class AddressReport {
  private static final long FOREVER = 4_294_967_295L;
  private static final long SECOND = 1_000_000_000L;

  private final CommandReport out;
  private final Settings settings;

  AddressReport(CommandReport out, Settings settings) {
    this.out = out;
    this.settings = settings;
  }

  void print(Link link, LinkAddress address) {
    out.openObject();
    if (settings.brief()) {
      local(address);
    } else {
      if (settings.oneline()) {
        out.json("index", link.index()).json("dev", link.name());
        out.text(link.index() + ": " + link.name());
      }
      out.field("family", "    %s ", "inet");
      local(address);
      if (address.metric() != 0) {
        out.field("metric", "metric %d ", Integer.toUnsignedLong(address.metric()));
      }
      if (address.broadcast() != null) {
        out.text("brd ").field("broadcast", "%s ", address.broadcast());
      }
      out.field("scope", "scope %s ", Scopes.name(address.scope()));
      long now = link.links().loop().nanoTime();
      AddressLifetime lifetime = address.lifetime();
      flag("secondary", address.secondary());
      flag("deprecated", lifetime.isDeprecated(now));
      flag("dynamic", !lifetime.isPermanent());
      flag("noprefixroute", !address.prefixRoute());
      out.field("label", "%s", label(link, address));
      lifetime(lifetime, now);
    }
    out.closeObject();
  }

  private void flag(String name, boolean set) {
    if (set) {
      out.json(name, true).text(name + " ");
    }
  }

  /** Prints how many seconds are left; those of a permanent address are not counted. */
  private void lifetime(AddressLifetime lifetime, long now) {
    long valid = lifetime.isPermanent() ? FOREVER : seconds(lifetime.valid(), now);
    long preferred = lifetime.isPermanent() ? FOREVER : seconds(lifetime.preferred(), now);
    out.text(settings.newline() + "       valid_lft " + words(valid));
    out.text(" preferred_lft " + words(preferred) + "\n");
    out.json("valid_life_time", valid).json("preferred_life_time", preferred);
  }

  /** The seconds left, of which one that has begun is whole. */
  private static long seconds(long end, long now) {
    return end == AddressLifetime.NEVER ? FOREVER : Math.max(0, Math.ceilDiv(end - now, SECOND));
  }

  private static String words(long seconds) {
    return seconds == FOREVER ? "forever" : seconds + "sec";
  }

  /** Prints an IPv6 address that the link configured itself. */
  void print(Link link, Ipv6Address address) {
    boolean loopback = link instanceof Loopback;
    out.openObject();
    if (!settings.brief()) {
      if (settings.oneline()) {
        out.json("index", link.index()).json("dev", link.name());
        out.text(link.index() + ": " + link.name());
      }
      out.field("family", "    %s ", "inet6");
    }
    out.field("local", "%s", address);
    out.field("prefixlen", "/%d ", loopback ? 128 : 64);
    if (!settings.brief()) {
      out.field("scope", "scope %s ", loopback ? "host" : "link");
      if (link.inet6().isTentative()) {
        out.json("tentative", true).text("tentative ");
      }
      out.text(settings.newline() + "       valid_lft forever preferred_lft forever\n");
      out.json("valid_life_time", FOREVER).json("preferred_life_time", FOREVER);
    }
    out.closeObject();
  }

  private void local(LinkAddress address) {
    out.field("local", "%s", address.address());
    if (address.peer() != null) {
      out.field("address", " peer %s", address.peer());
    }
    out.field("prefixlen", "/%d ", address.local().length());
  }

  /** The address's label, its name in ifconfig. */
  static String label(Link link, LinkAddress address) {
    return address.label().isEmpty() ? link.name() : address.label();
  }
}
