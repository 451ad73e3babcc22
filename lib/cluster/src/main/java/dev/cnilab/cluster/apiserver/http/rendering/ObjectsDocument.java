package dev.cnilab.cluster.apiserver.http.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * A document that shows many objects: a list or a table. Each object's part is made when the
 * document is written that far, so the rest takes no memory while a client reads slowly.
 *
 * @param document with an empty array in place of the parts
 * @param field the name of that array
 * @param parts made each time they are gone through, on any thread
 */
public record ObjectsDocument(ObjectNode document, String field, Iterable<JsonNode> parts) {
  /** A document with a part for each of these objects. */
  static ObjectsDocument of(
      ObjectNode document,
      String field,
      List<KubeObject> objects,
      Function<KubeObject, JsonNode> part) {
    return new ObjectsDocument(document, field, () -> objects.stream().map(part).iterator());
  }

  /** The document with all its parts. */
  public ObjectNode whole() {
    ObjectNode whole = document.deepCopy();
    parts.forEach(whole.putArray(field)::add);
    return whole;
  }

  /** The elements of the document's arrays; parts are changed first. */
  @SuppressWarnings("ReferenceEquality") // others are empty too
  Function<ArrayNode, Iterator<JsonNode>> elements(UnaryOperator<JsonNode> change) {
    JsonNode place = document.get(field);
    return array -> array == place ? changed(change) : array.elements();
  }

  private Iterator<JsonNode> changed(UnaryOperator<JsonNode> change) {
    return StreamSupport.stream(parts.spliterator(), false).map(change).iterator();
  }
}
