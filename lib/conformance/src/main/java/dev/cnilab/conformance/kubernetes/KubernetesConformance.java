package dev.cnilab.conformance.kubernetes;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.conformance.kubernetes.capture.ClusterHistory;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.ComparisonOutcome;
import dev.cnilab.conformance.kubernetes.replay.ReplayCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Repeats what was typed on a real cluster on similar clusters, and prints the answers that differ.
 * A file NAME-….txt is a session of its own on a cluster with the pod network NAME; the files of a
 * folder NAME are one session. Needs bash and kubectl.
 *
 * @param agreeing how many commands answered as they did on the real cluster, and how many waits
 *     took about as long
 * @param explained how many differ for a documented reason
 * @param all the total number
 */
public record KubernetesConformance(int agreeing, int explained, int all) {
  private static final Exceptions EXCEPTIONS = Exceptions.read();

  /**
   * Replays transcripts, as many sessions in parallel as there are processors.
   *
   * @param path a directory, or one file
   * @param out receives each line of the report, in order of the transcripts' names
   * @throws IllegalStateException if a session can't be replayed
   */
  public static KubernetesConformance replay(Path path, Consumer<String> out)
      throws InterruptedException, IOException {
    List<Future<List<TranscriptReport>>> running = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (Sitting sitting : sittings(path)) {
        running.add(threads.submit(sitting::replay));
      }
    }
    List<TranscriptReport> reports = new ArrayList<>();
    for (Future<List<TranscriptReport>> sitting : running) {
      try {
        reports.addAll(sitting.get());
      } catch (ExecutionException failed) {
        throw new IllegalStateException(failed.getCause());
      }
    }
    reports.forEach(report -> report.differences().forEach(out));
    out.accept("");
    reports.forEach(report -> out.accept(report.summary()));
    int agreeing = reports.stream().mapToInt(TranscriptReport::agreeing).sum();
    int explained = reports.stream().mapToInt(TranscriptReport::explained).sum();
    int all = reports.stream().mapToInt(TranscriptReport::all).sum();
    out.accept(
        "%d of %d commands and waits agree, %d differ for a known reason"
            .formatted(agreeing, all, explained));
    return new KubernetesConformance(agreeing, explained, all);
  }

  /** Transcripts that were taken one after the other on the same cluster. */
  private record Sitting(Cni cni, ClusterHistory past, List<Path> files) {
    List<TranscriptReport> replay() throws IOException, InterruptedException {
      List<TranscriptReport> reports = new ArrayList<>();
      try (ReplayCluster cluster =
          ReplayCluster.begin(cni, past, Transcript.read(files.getFirst()))) {
        for (Path file : files) {
          Transcript transcript = Transcript.read(file);
          List<ComparisonOutcome> outcomes = new ArrayList<>();
          cluster.replay(transcript, outcomes::add);
          reports.add(new TranscriptReport(transcript.name(), outcomes, EXCEPTIONS));
        }
      }
      return reports;
    }
  }

  private static List<Sitting> sittings(Path path) throws IOException {
    List<Sitting> sittings = new ArrayList<>();
    boolean isSeveral = Files.isDirectory(path) && network(path).isEmpty();
    for (Path child : isSeveral ? children(path) : List.of(path)) {
      if (Files.isDirectory(child)) {
        sittings.add(new Sitting(cni(child), ClusterHistory.NEW, children(child)));
      } else {
        Cni cni = cni(child);
        // Nothing could have been done before without a pod network.
        ClusterHistory past = cni == Cni.NONE ? ClusterHistory.NEW : ClusterHistory.USED;
        sittings.add(new Sitting(cni, past, List.of(child)));
      }
    }
    return sittings;
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(KubernetesConformance::isSession).sorted().toList();
    }
  }

  /** The folders also contain the scripts of the captures, and descriptions. */
  private static boolean isSession(Path path) {
    return Files.isDirectory(path)
        || (path.toString().endsWith(".txt") && !path.endsWith("README.txt"));
  }

  private static Cni cni(Path file) {
    return network(file)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": the name is to begin with the pod network it was taken on, one of "
                        + Cni.names()));
  }

  private static Optional<Cni> network(Path file) {
    String name = String.valueOf(file.getFileName());
    return Stream.of(Cni.values()).filter(each -> name.startsWith(each.text())).findFirst();
  }
}
