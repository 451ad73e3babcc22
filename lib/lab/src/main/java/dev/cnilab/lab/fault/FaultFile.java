package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a fault's file and reports errors in it. */
final class FaultFile {

  private static final Set<String> FIELDS =
      Set.of(
          "title",
          "report",
          "level",
          "domain",
          "plugins",
          "proxies",
          "source",
          "given",
          "made",
          "packet",
          "symptoms",
          "controls",
          "evidence",
          "absent",
          "culprits",
          "repairs",
          "decoys",
          "debrief");
  private static final Set<String> MODES = Set.of(Ground.STANDARD_PROXY, "nftables");
  private static final Set<String> ACTIONS =
      Set.of("node", "pod", "run", "apply", "patch", "fields", "delete", "deletePods", "pause");

  private final String name;
  private final FaultPlaceholders setting;

  FaultFile(String name, FaultPlaceholders setting) {
    this.name = name;
    this.setting = setting;
  }

  /**
   * Parses a fault.
   *
   * @throws IllegalArgumentException if it is invalid; the message names the file, the field, its
   *     value and the expected value
   */
  Fault read(String text) {
    try {
      return fault(Yaml.parse(text));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "could not read the fault " + name + ": " + wrong.getMessage(), wrong);
    }
  }

  private Fault fault(Json file) {
    only(FIELDS, file, "the file");
    Fault fault =
        new Fault(
            name,
            text(file, "title"),
            text(file, "report"),
            level(file),
            text(file, "domain"),
            some(file, "plugins", each -> each.text("")),
            proxies(file),
            text(file, "source"),
            list(file, "given", this::action),
            list(file, "made", this::action),
            packet(file.at("/packet")),
            some(file, "symptoms", this::look),
            some(file, "controls", this::look),
            some(file, "evidence", this::look),
            list(file, "absent", this::look),
            list(file, "culprits", each -> new Culprit(text(each, "cause"), text(each, "where"))),
            list(file, "repairs", this::remedy),
            list(file, "decoys", this::remedy),
            text(file, "debrief"));
    if (!fault.isNothing()) {
      atLeast(2, "repairs", fault.repairs());
    }
    atLeast(3, "decoys", fault.decoys());
    return fault;
  }

  private static List<String> proxies(Json file) {
    List<String> proxies = Outline.proxies(file);
    if (!MODES.containsAll(proxies)) {
      throw new IllegalArgumentException(
          "proxies is %s, and may have %s".formatted(proxies, MODES.stream().sorted().toList()));
    }
    return proxies;
  }

  private static void atLeast(int count, String field, List<?> list) {
    if (list.size() < count) {
      throw new IllegalArgumentException(
          "%s has %d entries, and needs %d at least".formatted(field, list.size(), count));
    }
  }

  private static int level(Json file) {
    int level = file.number("/level");
    if (level < 1 || level > 5) {
      throw new IllegalArgumentException("level is %d, and has to be 1-5".formatted(level));
    }
    return level;
  }

  private Action action(Json json) {
    only(ACTIONS, json, "an action");
    if (json.keys().contains("node")) {
      return new Action.OnNode(text(json, "node"), text(json, "run"));
    }
    if (json.keys().contains("pod")) {
      return new Action.InPod(text(json, "pod"), text(json, "run"));
    }
    if (json.keys().contains("apply")) {
      return new Action.Apply(text(json, "apply"));
    }
    if (json.keys().contains("patch")) {
      return new Action.Patch(text(json, "patch"), text(json, "fields"));
    }
    if (json.keys().contains("delete")) {
      return new Action.Delete(text(json, "delete"));
    }
    if (json.keys().contains("deletePods")) {
      return new Action.DeletePods(text(json, "deletePods"));
    }
    return new Action.Pause(json.number("/pause"));
  }

  private FaultEvidence look(Json json) {
    only(Set.of("in", "run", "shows"), json, "a look");
    String run = json.keys().contains("run") ? text(json, "run") : "";
    String shows = text(json, "shows");
    try {
      return new FaultEvidence(text(json, "in"), run, Pattern.compile(shows, Pattern.MULTILINE));
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "'%s' is no regular expression: %s".formatted(shows, wrong.getDescription()), wrong);
    }
  }

  private Optional<Packet> packet(Json json) {
    if (json.isAbsent()) {
      return Optional.empty();
    }
    only(Set.of("from", "to", "port", "size"), json, "a packet");
    return Optional.of(
        new Packet(
            text(json, "from"), text(json, "to"), number(json, "port"), number(json, "size")));
  }

  private int number(Json json, String field) {
    String text = setting.fill(json.text("/" + field));
    if (text.isEmpty()) {
      return json.number("/" + field);
    }
    if (!text.matches("\\d+")) {
      throw new IllegalArgumentException(
          "%s is '%s', and has to be a number".formatted(field, text));
    }
    return Integer.parseInt(text);
  }

  private Remedy remedy(Json json) {
    only(Set.of("title", "by", "why"), json, "a remedy");
    return new Remedy(text(json, "title"), some(json, "by", this::action), text(json, "why"));
  }

  private String text(Json json, String field) {
    String text = json.text("/" + field);
    if (text.isBlank()) {
      throw new IllegalArgumentException("%s is missing in %s".formatted(field, json));
    }
    return setting.fill(text);
  }

  private <T> List<T> some(Json json, String field, Function<Json, T> read) {
    List<T> list = list(json, field, read);
    atLeast(1, field, list);
    return list;
  }

  private static <T> List<T> list(Json json, String field, Function<Json, T> read) {
    List<T> list = new ArrayList<>();
    json.list("/" + field).forEach(each -> list.add(read.apply(each)));
    return list;
  }

  private static void only(Set<String> known, Json json, String what) {
    json.keys().stream()
        .filter(key -> !known.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "%s has a field '%s'; it may have %s"
                      .formatted(what, key, known.stream().sorted().toList()));
            });
  }
}
