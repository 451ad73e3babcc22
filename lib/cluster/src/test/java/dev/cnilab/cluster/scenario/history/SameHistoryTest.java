package dev.cnilab.cluster.scenario.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.bootstrap.Cni;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same script in two Java virtual machines, which differ in what Java leaves to chance: the
 * order of {@code Set.of}, hash codes of objects, when a thread gets its turn.
 */
class SameHistoryTest {
  private static final List<Cni> NETWORKS = List.of(Cni.FLANNEL, Cni.CALICO, Cni.CILIUM, Cni.WEAVE);

  @Test
  void equal_seeds_give_equal_objects_events_logs_files_links_routes_and_rules(@TempDir Path folder)
      throws Exception {
    Path there = folder.resolve("there");
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SameHistoryTest.class.getName(),
                there.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "output"))
            .start();
    List<String> here = histories();
    assertThat(other.waitFor()).as(Files.readString(folder.resolve("output"))).isZero();
    List<String> elsewhere = Files.readAllLines(there);

    assertThat(here).hasSizeGreaterThan(100_000);
    assertThat(differences(here, elsewhere)).isEmpty();
  }

  @Test
  void other_seeds_give_other_histories() {
    assertThat(LongScript.run(Cni.BRIDGE, 1)).isNotEqualTo(LongScript.run(Cni.BRIDGE, 2));
  }

  /** Writes what it sees to a file. */
  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[0]), histories());
    System.exit(0);
  }

  private static List<String> histories() {
    List<String> lines = new ArrayList<>();
    for (Cni cni : NETWORKS) {
      String name = cni.text().toUpperCase(Locale.ROOT);
      for (String each : LongScript.run(cni, 7)) {
        each.lines().forEach(line -> lines.add(name + " " + line));
      }
    }
    return lines;
  }

  /** The first lines that only one of them has. */
  private static List<String> differences(List<String> here, List<String> there) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(here.size(), there.size()) && differences.size() < 60; i++) {
      String one = i < here.size() ? here.get(i) : "(nothing)";
      String two = i < there.size() ? there.get(i) : "(nothing)";
      if (!one.equals(two)) {
        differences.add("line " + i + "\n  " + one + "\n  " + two);
      }
    }
    return differences;
  }
}
