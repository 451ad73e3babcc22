package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How much of the store an object takes. */
public final class StoredSize {
  /** etcd's {@code --max-request-bytes}, as it is unless somebody sets it. */
  public static final int LARGEST = 3 * 512 * 1024;

  private StoredSize() {}

  /** The names and texts of an object, in characters; the rest counts for little. */
  public static long of(JsonNode object) {
    if (object.isTextual()) {
      return object.textValue().length();
    }
    long size = 0;
    if (object.isObject()) {
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
