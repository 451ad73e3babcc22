package dev.cnilab.cluster.scenario.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.bootstrap.Cni;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same script in two Java virtual machines, which differ in what Java leaves to chance: the
 * order of {@code Set.of}, hash codes of objects, the scheduling of threads. In one of them all
 * clusters start at the same moment and share what clusters of one process share.
 */
class SameHistoryTest {
  private static final List<Cni> NETWORKS = List.of(Cni.FLANNEL, Cni.CALICO, Cni.CILIUM, Cni.WEAVE);

  @Test
  void equal_seeds_give_equal_histories(@TempDir Path folder) throws Exception {
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
  void different_seeds_give_different_histories() {
    assertThat(LongScript.run(Cni.BRIDGE, 1)).isNotEqualTo(LongScript.run(Cni.BRIDGE, 2));
  }

  /** Writes what it sees to a file, with all clusters running at once. */
  public static void main(String[] arguments) throws Exception {
    List<Future<List<String>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(NETWORKS.size())) {
      NETWORKS.forEach(cni -> running.add(threads.submit(() -> history(cni))));
    }
    List<String> lines = new ArrayList<>();
    for (Future<List<String>> each : running) {
      lines.addAll(each.get());
    }
    Files.write(Path.of(arguments[0]), lines);
    System.exit(0);
  }

  private static List<String> histories() {
    return NETWORKS.stream().flatMap(cni -> history(cni).stream()).toList();
  }

  private static List<String> history(Cni cni) {
    String name = cni.text().toUpperCase(Locale.ROOT);
    return LongScript.run(cni, 7).stream()
        .flatMap(String::lines)
        .map(line -> name + " " + line)
        .toList();
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
