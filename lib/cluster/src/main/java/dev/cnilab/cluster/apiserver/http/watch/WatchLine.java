package dev.cnilab.cluster.apiserver.http.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event as all watches of an audience receive it: rendered when the first of them has room for
 * it, and kept until the last of them has sent it. On the loop only.
 */
final class WatchLine {
  private final Encoding encoding;
  private final String type;
  private final long size;
  private final Supplier<JsonNode> object;
  private byte @Nullable [] bytes;

  /**
   * A line that is not rendered yet.
   *
   * @param size about how long it will be, as far as it is known
   */
  WatchLine(Encoding encoding, String type, long size, Supplier<JsonNode> object) {
    this.encoding = encoding;
    this.type = type;
    this.size = size;
    this.object = object;
  }

  long size() {
    return size;
  }

  /** The line with its newline, or the frame. Throws whatever rendering throws. */
  byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = encoding.event(type, object.get());
      bytes = known;
    }
    return known;
  }
}
