package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A LAN: a switch outside all namespaces, to which nics are attached. */
public final class Segment {
  private final String name;
  private List<Nic> nics = List.of();

  /** The first nic with each address; null until the next lookup. */
  private @Nullable Map<MacAddress, Nic> byAddress;

  public Segment(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  void plug(Nic nic) {
    List<Nic> more = new ArrayList<>(nics);
    more.add(nic);
    nics = List.copyOf(more);
    if (byAddress != null) {
      byAddress.putIfAbsent(nic.address(), nic);
    }
  }

  void unplug(Nic nic) {
    nics = nics.stream().filter(each -> each != nic).toList();
    byAddress = null;
  }

  /** Called when a nic has another address. */
  void addressChanged() {
    byAddress = null;
  }

  /** Passes a frame to the nic with its destination address, or otherwise to all but the sender. */
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
    Nic first = byAddress().get(address);
    return first == sender ? otherWith(address, sender) : first;
  }

  private Map<MacAddress, Nic> byAddress() {
    Map<MacAddress, Nic> found = byAddress;
    if (found == null) {
      found = HashMap.newHashMap(nics.size());
      for (Nic nic : nics) {
        found.putIfAbsent(nic.address(), nic);
      }
      byAddress = found;
    }
    return found;
  }

  private @Nullable Nic otherWith(MacAddress address, Nic sender) {
    return nics.stream()
        .filter(nic -> nic != sender && nic.address().equals(address))
        .findFirst()
        .orElse(null);
  }
}
