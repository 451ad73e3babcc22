package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How much space an object takes in the store. */
public final class StoredSize {
  /** The default of etcd's {@code --max-request-bytes}. */
  public static final int LARGEST = 3 * 512 * 1024;

  private StoredSize() {}

  /** The names and texts of an object, in characters; the rest hardly counts. */
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
