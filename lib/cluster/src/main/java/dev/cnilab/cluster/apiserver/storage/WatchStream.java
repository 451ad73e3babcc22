package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Optional;

/** Turns changes of the store into the events of one watch. */
public final class WatchStream {
  private final Selection selection;

  public WatchStream(Selection selection) {
    this.selection = selection;
  }

  /**
   * Checks that a watch can start after a revision.
   *
   * @throws dev.cnilab.cluster.client.ApiException 410 if the changes after it are compacted
   */
  public static void requireRetained(ObjectStore store, long revision) {
    if (revision < store.compactedRevision()) {
      throw ApiErrors.expired(
          "too old resource version: " + revision + " (" + store.compactedRevision() + ")");
    }
  }

  /**
   * What a change means to this watch: an object that begins to match is ADDED, one that no longer
   * does is DELETED.
   */
  public Optional<WatchEvent> event(StoredChange change) {
    if (!change.isOf(selection.type())) {
      return Optional.empty();
    }
    boolean before = matches(change.before());
    boolean after = matches(change.after());
    if (!before && !after) {
      return Optional.empty();
    }
    WatchEvent.Type type =
        !before
            ? WatchEvent.Type.ADDED
            : after ? WatchEvent.Type.MODIFIED : WatchEvent.Type.DELETED;
    return Optional.of(new WatchEvent(type, change.last(), before ? change.before() : null));
  }

  private boolean matches(@org.jspecify.annotations.Nullable KubeObject object) {
    return object != null && selection.contains(object);
  }
}
