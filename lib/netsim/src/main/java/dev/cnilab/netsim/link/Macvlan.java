package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A link with its own MAC address on a lower link (drivers/net/macvlan.c). It and the host of the
 * lower link never see each other's frames, because those go out on the wire.
 */
public final class Macvlan extends Stacked {
  /** How macvlan links on the same lower link reach each other. */
  public enum Mode {
    /** Their frames to each other go out to the external switch, which may send them back. */
    VEPA,
    /** Like VEPA, but frames from another macvlan link that the switch sends back are dropped. */
    PRIVATE,
    /** They exchange frames directly, as on a switch. */
    BRIDGE;

    /** The name, as {@code ip} prints it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Mode mode;

  Macvlan(Links links, String name, MacAddress address, Link lower, Mode mode) {
    super(links, name, address, lower);
    this.mode = mode;
    lower.uppers().add(this);
  }

  public Mode mode() {
    return mode;
  }

  @Override
  boolean wants(Skb skb) {
    boolean isOurs = skb.destination().isMulticast() || skb.destination().equals(address());
    return isOurs && !(mode == Mode.PRIVATE && isOfAnother(skb));
  }

  private boolean isOfAnother(Skb skb) {
    return lower().uppers().list().stream().anyMatch(each -> each.address().equals(skb.source()));
  }

  @Override
  boolean cross(Skb skb) {
    if (mode != Mode.BRIDGE) {
      return false;
    }
    if (skb.destination().isMulticast()) {
      lower().uppers().list().stream()
          .filter(this::isBeside)
          .forEach(each -> each.ingress().arriveAfter(LATENCY, skb.copy()));
      return false;
    }
    Optional<Stacked> target =
        lower().uppers().list().stream()
            .filter(this::isBeside)
            .filter(each -> each.address().equals(skb.destination()))
            .findFirst();
    target.ifPresent(each -> each.ingress().arriveAfter(LATENCY, skb));
    return target.isPresent();
  }

  private boolean isBeside(Stacked other) {
    return other != this && other instanceof Macvlan own && own.mode == Mode.BRIDGE;
  }
}
