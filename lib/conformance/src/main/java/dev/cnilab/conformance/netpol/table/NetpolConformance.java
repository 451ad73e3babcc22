package dev.cnilab.conformance.netpol.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.conformance.netpol.manifest.ManifestCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replays the cases of a directory and prints where the outcome differs from the published one. */
public final class NetpolConformance {
  private static final int MOST_LINES = 20;

  private final Path directory;
  private final Cni cni;
  private final Consumer<String> out;
  private int agreeing;
  private int all;

  /** Created for the first case that needs a cluster. */
  private @Nullable TableCases tables;

  private NetpolConformance(Path directory, Cni cni, Consumer<String> out) {
    this.directory = directory;
    this.cni = cni;
    this.out = out;
  }

  /**
   * Replays cases.
   *
   * @param names prefixes of the wanted cases' IDs; empty for all
   * @param cni the network for cases with packets
   * @param out receives each line of the report
   * @return whether there were cases and all agree
   */
  public static boolean replay(Path directory, List<String> names, Cni cni, Consumer<String> out)
      throws IOException {
    NetpolConformance run = new NetpolConformance(directory, cni, out);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode json = Json.parse(line);
          String id = json.path("id").asText();
          if (names.isEmpty() || names.stream().anyMatch(id::startsWith)) {
            run.replay(id, json);
          }
        }
      }
    } finally {
      run.end();
    }
    out.accept(run.agreeing + " of " + run.all + " cases agree");
    return run.all > 0 && run.agreeing == run.all;
  }

  private List<String> inCluster(JsonNode json) {
    TableCases running = tables;
    if (running == null) {
      running = new TableCases(cni);
      tables = running;
    }
    return running.differences(json);
  }

  private void end() {
    if (tables != null) {
      tables.close();
    }
  }

  private void replay(String id, JsonNode json) throws IOException {
    all++;
    List<String> differences =
        json.has("manifests") ? ManifestCase.differences(json, directory) : inCluster(json);
    if (differences.isEmpty()) {
      agreeing++;
      return;
    }
    out.accept("--- " + id);
    differences.stream().limit(MOST_LINES).forEach(line -> out.accept("    " + line));
    if (differences.size() > MOST_LINES) {
      out.accept("    and " + (differences.size() - MOST_LINES) + " more");
    }
  }
}
