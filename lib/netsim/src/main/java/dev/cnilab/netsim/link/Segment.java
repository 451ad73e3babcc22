package dev.cnilab.netsim.link;

import java.util.ArrayList;
import java.util.List;

/** A LAN: a switch outside of every namespace, to which nics are plugged. */
public final class Segment {
  private final String name;
  private final List<Nic> nics = new ArrayList<>();

  public Segment(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public List<Nic> nics() {
    return List.copyOf(nics);
  }

  void plug(Nic nic) {
    nics.add(nic);
  }
}
