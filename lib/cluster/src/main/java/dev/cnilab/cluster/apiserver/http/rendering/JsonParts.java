package dev.cnilab.cluster.apiserver.http.rendering;

import dev.cnilab.cluster.cni.json.JsonPrinter;
import java.nio.charset.StandardCharsets;

/** A JSON document of which only the next part is in memory. */
final class JsonParts implements Parts {
  /** The size of a part, in characters. */
  private static final int ENOUGH = 64 * 1024;

  private final JsonPrinter printer;
  private final String end;

  /**
   * Nothing is written yet.
   *
   * @param end follows the document
   */
  JsonParts(JsonPrinter printer, String end) {
    this.printer = printer;
    this.end = end;
  }

  @Override
  public byte[] next() {
    String text = printer.next(ENOUGH);
    return (printer.isOver() ? text + end : text).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isOver() {
    return printer.isOver();
  }

  @Override
  public long memory() {
    return 0;
  }
}
