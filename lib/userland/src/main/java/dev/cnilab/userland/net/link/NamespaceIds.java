package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Veth;
import java.util.ArrayList;
import java.util.List;

/** The numbers under which a namespace knows others, given in the order of its links to them. */
final class NamespaceIds {
  private NamespaceIds() {}

  static int of(Links here, Links other) {
    List<Links> known = new ArrayList<>();
    for (Link link : here.all()) {
      if (link instanceof Veth veth
          && veth.peer().links() != here
          && !known.contains(veth.peer().links())) {
        known.add(veth.peer().links());
      }
    }
    return known.indexOf(other);
  }
}
