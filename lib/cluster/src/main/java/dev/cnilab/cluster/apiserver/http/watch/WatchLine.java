package dev.cnilab.cluster.apiserver.http.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event as all who see it alike are sent it: rendered when the first of them has room for it,
 * and then kept as long as one of them has not. On the loop only.
 */
final class WatchLine {
  private final String type;
  private final Supplier<JsonNode> object;
  private byte @Nullable [] bytes;

  WatchLine(String type, Supplier<JsonNode> object) {
    this.type = type;
    this.object = object;
  }

  /** The line, with its end; whatever rendering throws. */
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
