package dev.cnilab.netsim.link;

import java.util.ArrayList;
import java.util.List;

/** The links on top of another one, in the order in which they came (netdev_adjacent). */
final class UpperLinks {
  private List<Stacked> links = List.of();

  List<Stacked> list() {
    return links;
  }

  void add(Stacked upper) {
    List<Stacked> more = new ArrayList<>(links);
    more.add(upper);
    links = List.copyOf(more);
  }

  void remove(Stacked upper) {
    links = links.stream().filter(each -> each != upper).toList();
  }
}
