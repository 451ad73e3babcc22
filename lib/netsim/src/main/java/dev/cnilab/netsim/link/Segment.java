package dev.cnilab.netsim.link;

import java.util.ArrayList;
import java.util.List;

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
    List<Nic> targets = nics.stream().filter(nic -> nic != sender).toList();
    for (Nic nic : targets) {
      if (nic.address().equals(skb.destination())) {
        nic.take(skb);
        return;
      }
    }
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).take(i == targets.size() - 1 ? skb : skb.copy());
    }
  }
}
