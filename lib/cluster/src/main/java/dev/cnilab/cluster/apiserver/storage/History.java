package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The most recent changes of a store: as many as it keeps, and as large. On the loop only. */
final class History {
  private final int window;
  private final long space;
  private final Deque<StoredChange> changes = new ArrayDeque<>();
  private long size;
  private long compacted = 1;

  /**
   * An empty history.
   *
   * @param window how many changes it keeps at most
   * @param space the largest sum of their objects' sizes; the last change is kept whatever its size
   */
  History(int window, long space) {
    this.window = window;
    this.space = space;
  }

  void add(StoredChange change) {
    changes.add(change);
    size += change.size();
    while (changes.size() > window || (size > space && changes.size() > 1)) {
      forgetFirst();
    }
  }

  /** Forgets the changes up to a revision. */
  void compact(long until) {
    while (!changes.isEmpty() && changes.getFirst().revision() <= until) {
      forgetFirst();
    }
    compacted = Math.max(compacted, until);
  }

  private void forgetFirst() {
    StoredChange first = changes.remove();
    size -= first.size();
    compacted = Math.max(compacted, first.revision());
  }

  /** The revision up to which changes are forgotten. */
  long compacted() {
    return compacted;
  }

  int count() {
    return changes.size();
  }

  List<StoredChange> after(long since) {
    return changes.stream().filter(change -> change.revision() > since).toList();
  }

  Iterator<StoredChange> backwards() {
    return changes.descendingIterator();
  }
}
