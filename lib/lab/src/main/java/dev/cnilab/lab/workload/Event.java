package dev.cnilab.lab.workload;

import dev.cnilab.lab.client.message.Json;
import java.util.regex.Pattern;

/**
 * An event.
 *
 * @param count how many times it occurred, at least 1
 */
public record Event(String type, String reason, int count, String from, String message) {

  private static final Pattern ID = Pattern.compile("\"([0-9a-f]{12})[0-9a-f]{52}\"");

  static Event of(Json object) {
    int series = object.number("/series/count");
    String component = object.text("/source/component");
    return new Event(
        object.text("/type"),
        object.text("/reason"),
        Math.max(1, Math.max(object.number("/count"), series)),
        component.isEmpty() ? object.text("/reportingComponent") : component,
        object.text("/message"));
  }

  public boolean isWarning() {
    return type.equals("Warning");
  }

  /** The message, with sandbox IDs shortened to the twelve digits that people compare. */
  public String shortMessage() {
    return ID.matcher(message).replaceAll("\"$1…\"");
  }
}
