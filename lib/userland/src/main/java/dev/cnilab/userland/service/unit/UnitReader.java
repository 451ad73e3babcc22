package dev.cnilab.userland.service.unit;

import dev.cnilab.userland.service.unit.Unit.Restart;
import dev.cnilab.userland.service.unit.Unit.Restarting;
import dev.cnilab.userland.service.unit.UnitFile.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds a unit from the lines of its files: lists accumulate, and an empty value clears them. */
public final class UnitReader {
  private static final Duration RESTART_DELAY = Duration.ofMillis(100);
  private static final Duration LIMIT_INTERVAL = Duration.ofSeconds(10);
  private static final int LIMIT_BURST = 5;

  private static final Set<String> LISTS =
      Set.of("Documentation", "ExecStart", "Environment", "EnvironmentFile", "WantedBy");

  /**
   * Settings that are accepted without effect here: the order at boot, accounting, and limits that
   * are never reached.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "After",
          "Before",
          "Wants",
          "Delegate",
          "TasksMax",
          "LimitNOFILE",
          "LimitNPROC",
          "LimitCORE",
          "OOMScoreAdjust",
          "TimeoutStartSec",
          "CPUAccounting",
          "MemoryAccounting",
          "DefaultDependencies");

  private static final Map<String, Set<String>> OBEYED =
      Map.of(
          "Unit",
          Set.of(
              "Description",
              "Documentation",
              "StartLimitInterval",
              "StartLimitIntervalSec",
              "StartLimitBurst"),
          "Service",
          Set.of(
              "ExecStart",
              "Environment",
              "EnvironmentFile",
              "Type",
              "Restart",
              "RestartSec",
              "StartLimitInterval",
              "StartLimitBurst"),
          "Install",
          Set.of("WantedBy"));

  private static final Set<String> RUNNING = Set.of("", "simple", "exec", "notify", "idle");

  private final Map<String, List<String>> lists = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  public static Unit read(String name, List<UnitFile> sources) {
    UnitReader reader = new UnitReader();
    for (UnitFile source : sources) {
      source.assignments(reader.complaints::add).forEach(reader::add);
    }
    return reader.unit(name, sources);
  }

  private void add(Assignment line) {
    String key = line.key();
    if (!OBEYED.getOrDefault(line.section(), Set.of()).contains(key)) {
      boolean usual = key.equals("KillMode") && line.value().equals("process");
      if (!usual && !WITHOUT_EFFECT.contains(key) && !line.section().startsWith("X-")) {
        complaints.add(
            "%s: %s= in section '%s' is not available on this machine, ignoring."
                .formatted(line.place(), key, line.section()));
      }
    } else if (!LISTS.contains(key)) {
      values.put(key, line.value());
    } else if (line.value().isEmpty()) {
      lists.remove(key);
    } else {
      lists.computeIfAbsent(key, none -> new ArrayList<>()).add(line.value());
    }
  }

  private Unit unit(String name, List<UnitFile> sources) {
    Unit.Type type = type();
    Restarting restarting = restarting();
    return new Unit(
        name,
        values.getOrDefault("Description", name),
        sources,
        words("Documentation"),
        list("ExecStart"),
        list("Environment").stream().flatMap(line -> ExecLine.words(line).stream()).toList(),
        list("EnvironmentFile"),
        type,
        restarting,
        words("WantedBy"),
        List.copyOf(complaints));
  }

  private List<String> list(String key) {
    return List.copyOf(lists.getOrDefault(key, List.of()));
  }

  private List<String> words(String key) {
    return list(key).stream().flatMap(line -> List.of(line.split("\\s+", -1)).stream()).toList();
  }

  private Unit.Type type() {
    String type = values.getOrDefault("Type", "");
    if (!RUNNING.contains(type) && !type.equals("oneshot")) {
      complaints.add("Type=" + type + " is not available on this machine, ignoring.");
    }
    return type.equals("oneshot") ? Unit.Type.ENDED : Unit.Type.RUNNING;
  }

  private Restarting restarting() {
    String when = values.getOrDefault("Restart", "no");
    Optional<Restart> known =
        List.of(Restart.values()).stream()
            .filter(each -> each.name().equals(when.toUpperCase(Locale.ROOT).replace('-', '_')))
            .findFirst();
    if (known.isEmpty()) {
      complaints.add("Failed to parse service restart specifier, ignoring: " + when);
    }
    String interval =
        values.getOrDefault("StartLimitIntervalSec", values.getOrDefault("StartLimitInterval", ""));
    return new Restarting(
        known.orElse(Restart.NO),
        span("RestartSec", values.getOrDefault("RestartSec", ""), RESTART_DELAY),
        span("StartLimitIntervalSec", interval, LIMIT_INTERVAL),
        burst());
  }

  private int burst() {
    String burst = values.getOrDefault("StartLimitBurst", "");
    if (burst.matches("\\d{1,9}")) {
      return Integer.parseInt(burst);
    }
    if (!burst.isEmpty()) {
      complaints.add("Failed to parse StartLimitBurst= value, ignoring: " + burst);
    }
    return LIMIT_BURST;
  }

  private Duration span(String key, String value, Duration otherwise) {
    if (value.isEmpty()) {
      return otherwise;
    }
    Optional<Duration> span = TimeSpan.parse(value);
    if (span.isEmpty()) {
      complaints.add("Failed to parse " + key + "= value, ignoring: " + value);
    }
    return span.orElse(otherwise);
  }
}
