package dev.cnilab.lab.oncall.logbook;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.progress.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The learner's record of incidents: a file beside the progress file. */
public record Logbook(Path file) {

  private static final int LONGEST_BAR = 30;

  /** The file {@code oncall.json} beside the progress file that the environment names. */
  public static Logbook fromEnvironment() {
    return new Logbook(ProgressFile.fromEnvironment().beside("oncall.json"));
  }

  /**
   * The recorded incidents, oldest first.
   *
   * @throws LabException if the file cannot be read
   */
  public List<Played> played() {
    try {
      return Files.exists(file)
          ? Json.parse(Files.readString(file)).list("/incidents").stream().map(Played::of).toList()
          : List.of();
    } catch (IOException | RuntimeException damaged) {
      throw LabException.of(
          "could not read your record of incidents in " + file,
          String.valueOf(damaged.getMessage()),
          Suggestions.SET_ASIDE);
    }
  }

  /** Adds an incident; several on call at the same time take turns. */
  public void add(Played incident) {
    try {
      new SharedFile(file).change(() -> with(incident));
    } catch (IOException e) {
      throw LabException.of(
          "could not keep your record of incidents in " + file,
          e.toString(),
          Suggestions.NAME_A_PROGRESS_FILE);
    }
  }

  private String with(Played incident) {
    List<Played> all = new ArrayList<>(played());
    all.add(incident);
    return Json.of(Map.of("incidents", all.stream().map(Played::fields).toList())).indented();
  }

  /** The kinds of faults that were missed when they last occurred. */
  public Set<String> missed() {
    Map<String, Played> last = new LinkedHashMap<>();
    played().forEach(each -> last.put(each.kind(), each));
    return last.values().stream()
        .filter(Played::missed)
        .map(Played::kind)
        .collect(Collectors.toSet());
  }

  /**
   * The next level: one above that of the last incident, or one below if it was missed.
   *
   * @param hardest the highest level, at least 1
   */
  int nextLevel(int hardest) {
    List<Played> played = played();
    if (played.isEmpty()) {
      return 1;
    }
    Played last = played.getLast();
    return Math.clamp(last.level() + (last.missed() ? -1 : 1), 1, hardest);
  }

  /** The average time of each kind, as text bars; the slowest is the longest. */
  public String chart() {
    Map<String, Duration> times = times();
    long longest = times.values().stream().mapToLong(Duration::toSeconds).max().orElse(1);
    Set<String> missed = missed();
    return times.entrySet().stream()
        .map(
            kind ->
                "%-26s %s %s%s"
                    .formatted(
                        kind.getKey(),
                        "█".repeat(length(kind.getValue().toSeconds(), longest)),
                        Times.inWords(kind.getValue()),
                        missed.contains(kind.getKey()) ? "  missed, comes again" : ""))
        .collect(Collectors.joining("\n"));
  }

  private static int length(long seconds, long longest) {
    return (int) Math.max(1, seconds * LONGEST_BAR / Math.max(1, longest));
  }

  /** The average time to repair, by kind. */
  public Map<String, Duration> times() {
    return played().stream()
        .collect(
            Collectors.groupingBy(
                Played::kind,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.averagingLong(each -> each.toRepair().toSeconds()),
                    average -> Duration.ofSeconds(Math.round(average)))));
  }
}
