package dev.cnilab.cluster.apiserver.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.function.Predicate;

/**
 * A list, or a part of one for clients that ask for chunks.
 *
 * @param metadata of the list: its resourceVersion, and the token for the next part
 */
public record ListPage(List<KubeObject> objects, ObjectNode metadata) {

  /**
   * A page of the objects at a revision.
   *
   * @param isWanted whether an object is not part of an earlier page
   * @param limit the most there may be; 0 or less for all
   */
  static ListPage of(
      ObjectStore store,
      Selection selection,
      long revision,
      Predicate<KubeObject> isWanted,
      long limit) {
    String namespace = selection.namespace();
    List<KubeObject> rest =
        store.list(selection.type(), namespace, revision).stream()
            .filter(selection::contains)
            .filter(isWanted)
            .toList();
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(revision));
    if (limit <= 0 || limit >= rest.size()) {
      return new ListPage(rest, metadata);
    }
    List<KubeObject> objects = rest.subList(0, (int) limit);
    String next = ContinueToken.after(objects.getLast(), namespace, revision).text();
    metadata.put("continue", next);
    if (selection.isWholeTable()) {
      metadata.put("remainingItemCount", rest.size() - limit);
    }
    return new ListPage(objects, metadata);
  }
}
