package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.sysctl.LinkSetting;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The IPv6 address that a link configures for itself when it first has a carrier (RFC 4862). */
public final class Ipv6Autoconf {
  /** A delay of up to a second plus one second for an answer, in nanoseconds. */
  private static final long DUPLICATE_DETECTION = 1_500_000_000L;

  private final Link link;
  private boolean carrierKnown;
  private @Nullable Ipv6Address address;
  private long since;

  Ipv6Autoconf(Link link) {
    this.link = link;
  }

  /** A link-local address, or ::1 on loopback; empty while IPv6 is off. */
  public Optional<Ipv6Address> address() {
    if (isOff() || !link.isUp()) {
      address = null;
    } else if (carrierKnown) {
      giveAddress();
    }
    return Optional.ofNullable(address);
  }

  /** Whether duplicate address detection is still running (RFC 4862, 5.4). */
  public boolean isTentative() {
    boolean young = link.loop().nanoTime() - since < DUPLICATE_DETECTION;
    return young && address().isPresent() && !(link instanceof Loopback);
  }

  void carrierFound() {
    carrierKnown = true;
    giveAddress();
  }

  /** Removes the address, until the link is set down and up again. */
  public void delete() {
    Caller.requireAdministrator();
    remove();
  }

  /** Removes the address; it returns when the link next finds a carrier. */
  void remove() {
    carrierKnown = false;
    address = null;
  }

  private void giveAddress() {
    if (address == null && !isOff() && !(link instanceof Ipip)) {
      address =
          link instanceof Loopback ? Ipv6Address.LOOPBACK : Ipv6Address.linkLocal(link.address());
      since = link.loop().nanoTime();
    }
  }

  private boolean isOff() {
    return link.conf().get(LinkSetting.DISABLE_IPV6) != 0;
  }
}
