package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** How much space an object takes in the store. */
public final class StoredSize {
  /** The default of etcd's {@code --max-request-bytes}. */
  public static final int LARGEST = 3 * 512 * 1024;

  /** What a value takes besides its text. */
  private static final int LEAST = 2;

  private StoredSize() {}

  /** About its length as JSON, in characters. */
  public static long of(JsonNode object) {
    long size = LEAST;
    if (object instanceof TextNode text) {
      size += text.textValue().length();
    } else if (object.isObject()) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        size += field.getKey().length() + of(field.getValue());
      }
    } else if (object.isArray()) {
      for (JsonNode item : object) {
        size += of(item);
      }
    }
    return size;
  }
}
