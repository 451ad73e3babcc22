package dev.cnilab.netsim.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The listeners to be notified of changes to the links of a namespace. */
public final class LinkListeners {
  private final List<Consumer<Link>> ofRemovals = new ArrayList<>();
  private List<LinkListener> all = List.of();

  LinkListeners() {}

  /**
   * Notifies a listener of changes to the links here.
   *
   * @return ends the notifications when run
   */
  public Runnable add(LinkListener listener) {
    List<LinkListener> more = new ArrayList<>(all);
    more.add(listener);
    all = List.copyOf(more);
    return () -> all = all.stream().filter(each -> each != listener).toList();
  }

  /**
   * Notifies a listener of each link that is deleted here or moved away (RTM_DELLINK). It must not
   * change links itself.
   *
   * @return ends the notifications when run
   */
  public Runnable onRemoved(Consumer<Link> listener) {
    ofRemovals.add(listener);
    return () -> ofRemovals.remove(listener);
  }

  void forEach(Consumer<LinkListener> notification) {
    all.forEach(notification);
  }

  void removed(Link link) {
    ofRemovals.forEach(listener -> listener.accept(link));
    all.forEach(listener -> listener.linkRemoved(link));
  }
}
