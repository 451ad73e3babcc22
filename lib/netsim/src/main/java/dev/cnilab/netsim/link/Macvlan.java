package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A link with an address of its own on another link's cable (drivers/net/macvlan.c). The lower
 * link's machine and it never see each other's frames, since those leave by the cable.
 */
public final class Macvlan extends Stacked {
  /** What macvlan links on the same lower link see of each other. */
  public enum Mode {
    /** What they send each other is left to the switch at the cable's other end. */
    VEPA,
    /** The same, and what comes back from there of another one is dropped. */
    PRIVATE,
    /** They are on one switch. */
    BRIDGE;

    /** As {@code ip} writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Mode mode;

  Macvlan(Links links, String name, MacAddress address, Link lower, Mode mode) {
    super(links, name, address, lower);
    this.mode = mode;
    lower.stack(this);
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
    return lower().stacked().stream().anyMatch(each -> each.address().equals(skb.source()));
  }

  @Override
  boolean cross(Skb skb) {
    if (mode != Mode.BRIDGE) {
      return false;
    }
    if (skb.destination().isMulticast()) {
      lower().stacked().stream()
          .filter(this::isBeside)
          .forEach(each -> each.arriveAfter(LATENCY, skb.copy()));
      return false;
    }
    Optional<Stacked> target =
        lower().stacked().stream()
            .filter(this::isBeside)
            .filter(each -> each.address().equals(skb.destination()))
            .findFirst();
    target.ifPresent(each -> each.arriveAfter(LATENCY, skb));
    return target.isPresent();
  }

  private boolean isBeside(Stacked other) {
    return other != this && other instanceof Macvlan own && own.mode == Mode.BRIDGE;
  }
}
