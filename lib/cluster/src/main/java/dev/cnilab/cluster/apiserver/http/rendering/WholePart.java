package dev.cnilab.cluster.apiserver.http.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.util.function.Function;

/** A document that can only be written as a whole. */
final class WholePart implements Parts {
  /** Once in the making and once as bytes. */
  private static final int TIMES_IN_MEMORY = 2;

  private final JsonNode json;
  private final Function<JsonNode, byte[]> encoding;
  private boolean isOver;

  WholePart(JsonNode json, Function<JsonNode, byte[]> encoding) {
    this.json = json;
    this.encoding = encoding;
  }

  @Override
  public byte[] next() {
    isOver = true;
    return encoding.apply(json);
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public long memory() {
    return TIMES_IN_MEMORY * Json.size(json);
  }
}
