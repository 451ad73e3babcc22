package dev.cnilab.cluster.apiserver.patch.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in an object that does not change, and the way from it to the values within. What is
 * learned on the way is kept, so that the fields of many managers can be looked up.
 */
public final class FieldValue {
  private final JsonNode json;
  private final Map<String, FieldValue> within = new HashMap<>();
  private @Nullable ListItems items;

  private FieldValue(JsonNode json) {
    this.json = json;
  }

  /** Nothing is known of what is in a value. */
  public static FieldValue of(JsonNode json) {
    return new FieldValue(json);
  }

  /** The value; a missing node if there is none. */
  public JsonNode json() {
    return json;
  }

  /** Whether there is none. */
  public boolean isMissing() {
    return json.isMissingNode();
  }

  /**
   * The value of a field or an item.
   *
   * @param part of a path: {@code f:NAME}, {@code k:{KEYS}} or {@code v:VALUE}
   */
  public FieldValue child(String part) {
    if (isMissing()) {
      return this; // in which nothing is looked up
    }
    FieldValue known = within.get(part);
    if (known != null) {
      return known;
    }
    FieldValue found = new FieldValue(found(part));
    if (found.json.isContainerNode()) {
      within.put(part, found);
    }
    return found;
  }

  private JsonNode found(String part) {
    if (part.startsWith("f:")) {
      return json.path(part.substring(2));
    }
    if (!(json instanceof ArrayNode list) || list.isEmpty()) {
      return MissingNode.getInstance();
    }
    if (items == null) {
      items = new ListItems(list);
    }
    return items.find(part);
  }
}
