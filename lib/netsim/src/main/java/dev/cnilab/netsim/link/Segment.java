package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A LAN: a switch outside of every namespace, to which nics are plugged. */
public final class Segment {
  private final String name;
  private List<Nic> nics = List.of();

  public Segment(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public List<Nic> nics() {
    return nics;
  }

  void plug(Nic nic) {
    List<Nic> more = new ArrayList<>(nics);
    more.add(nic);
    nics = List.copyOf(more);
  }

  void unplug(Nic nic) {
    nics = nics.stream().filter(each -> each != nic).toList();
  }

  /** Passes a frame to the nic with its destination address, or else to all but the sender. */
  void pass(Skb skb, Nic sender) {
    Nic target = find(skb.destination(), sender);
    if (target != null) {
      target.take(skb);
      return;
    }
    List<Nic> others = nics.stream().filter(nic -> nic != sender).toList();
    for (int i = 0; i < others.size(); i++) {
      others.get(i).take(i == others.size() - 1 ? skb : skb.copy());
    }
  }

  private @Nullable Nic find(MacAddress address, Nic sender) {
    for (Nic nic : nics) {
      if (nic != sender && nic.address().equals(address)) {
        return nic;
      }
    }
    return null;
  }
}
