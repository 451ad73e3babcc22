package dev.cnilab.lab.oncall.logbook;

import dev.cnilab.lab.client.message.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A handled incident.
 *
 * @param at when it ended
 * @param diagnosed whether the last answer was right
 * @param repaired whether the cluster was healthy at the end
 * @param toDiagnosis from the page to the last answer; zero without one
 * @param toRepair from the page to the end
 * @param refused how many times it was declared resolved when it was not
 */
public record Played(
    Instant at,
    long seed,
    String fault,
    String kind,
    String plugin,
    int level,
    boolean diagnosed,
    boolean repaired,
    Duration toDiagnosis,
    Duration toRepair,
    int refused) {

  /** Whether it was not diagnosed or not repaired. */
  public boolean missed() {
    return !diagnosed || !repaired;
  }

  static Played of(Json json) {
    return new Played(
        Instant.parse(json.text("/at")),
        json.number("/seed"),
        json.text("/fault"),
        json.text("/kind"),
        json.text("/plugin"),
        json.number("/level"),
        json.flag("/diagnosed"),
        json.flag("/repaired"),
        Duration.ofSeconds(json.number("/secondsToDiagnosis")),
        Duration.ofSeconds(json.number("/secondsToRepair")),
        json.number("/refused"));
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", at.toString());
    fields.put("seed", seed);
    fields.put("fault", fault);
    fields.put("kind", kind);
    fields.put("plugin", plugin);
    fields.put("level", level);
    fields.put("diagnosed", diagnosed);
    fields.put("repaired", repaired);
    fields.put("secondsToDiagnosis", toDiagnosis.toSeconds());
    fields.put("secondsToRepair", toRepair.toSeconds());
    fields.put("refused", refused);
    return fields;
  }
}
