package dev.cnilab.cluster.apiserver.http.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event as all watches of an audience receive it: rendered when the first of them has room for
 * it, and kept until the last of them has sent it. On the loop only.
 */
final class WatchLine {
  private final String type;
  private final Supplier<JsonNode> object;
  private byte @Nullable [] bytes;

  WatchLine(String type, Supplier<JsonNode> object) {
    this.type = type;
    this.object = object;
  }

  /** The line with its newline. Throws whatever rendering throws. */
  byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      ObjectNode event = Json.object().put("type", type);
      event.set("object", object.get());
      known = (event + "\n").getBytes(StandardCharsets.UTF_8);
      bytes = known;
    }
    return known;
  }
}
