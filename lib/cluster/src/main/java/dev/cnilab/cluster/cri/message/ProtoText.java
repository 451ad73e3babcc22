package dev.cnilab.cluster.cri.message;

import java.util.ArrayList;
import java.util.List;

/** How Go prints a protobuf message on one line: {@code name:"a" attempt:1}, without zeros. */
final class ProtoText {
  private ProtoText() {}

  /**
   * The text of a message.
   *
   * @param fields names and values alternately
   */
  static String of(List<String> fields, int attempt) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < fields.size(); i += 2) {
      if (!fields.get(i + 1).isEmpty()) {
        parts.add(fields.get(i) + ":\"" + fields.get(i + 1) + "\"");
      }
    }
    if (attempt > 0) {
      parts.add("attempt:" + attempt);
    }
    return String.join(" ", parts);
  }
}
