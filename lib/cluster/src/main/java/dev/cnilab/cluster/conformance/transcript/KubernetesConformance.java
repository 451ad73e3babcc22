package dev.cnilab.cluster.conformance.transcript;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.loop.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replays the transcripts of a real cluster, one file after the other on one fresh cluster, and
 * prints which commands answer differently. Needs kubectl.
 */
public final class KubernetesConformance {
  private static final Pattern POD_READY = Pattern.compile("pod (\\S+) is Ready.*");
  private static final int NODES = 2;

  private final Terminal terminal;
  private final Consumer<String> out;
  private int agreeing;
  private int all;

  private KubernetesConformance(Terminal terminal, Consumer<String> out) {
    this.terminal = terminal;
    this.out = out;
  }

  /** Arguments: a directory of transcripts; status 0 if all commands agree. */
  @SuppressWarnings("SystemOut") // this is what the command prints
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1 || !Files.isDirectory(Path.of(arguments[0]))) {
      System.err.println("usage: conformance kubernetes DIRECTORY, with the .txt transcripts");
      System.exit(2);
    }
    KubernetesConformance run = replay(Path.of(arguments[0]), System.out::println);
    System.exit(run.agreeing == run.all ? 0 : 1);
  }

  /**
   * Replays all transcripts of a directory in order of their names.
   *
   * @param out is given each line of the report
   */
  public static KubernetesConformance replay(Path directory, Consumer<String> out)
      throws IOException, InterruptedException {
    ClusterSpec spec =
        new ClusterSpec(
            Cni.FLANNEL,
            NODES,
            PodNetwork.standard(),
            1,
            Pace.REAL_TIME,
            ClusterSpec.epoch(Pace.REAL_TIME));
    Path folder = Files.createTempDirectory("conformance");
    try (Cluster cluster = Cluster.start(spec);
        HttpEndpoint endpoint = cluster.server().listen(0)) {
      Path kubeconfig =
          Files.writeString(folder.resolve("kubeconfig"), endpoint.kubeconfig().toYaml());
      KubernetesConformance run = new KubernetesConformance(new Terminal(cluster, kubeconfig), out);
      // The cluster of the transcripts lets pods run on its control plane.
      run.terminal.type(
          "", "kubectl taint node control-plane node-role.kubernetes.io/control-plane-");
      for (Path file : transcripts(directory)) {
        run.replay(file);
      }
      out.accept(run.agreeing + " of " + run.all + " commands agree");
      return run;
    }
  }

  /** How many commands answered as they did on the real cluster. */
  public int agreeing() {
    return agreeing;
  }

  /** How many commands were typed. */
  public int all() {
    return all;
  }

  private static List<Path> transcripts(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  private void replay(Path file) throws IOException, InterruptedException {
    for (Transcript.Entry entry : Transcript.read(file).entries()) {
      switch (entry) {
        case Transcript.Awaited awaited -> await(awaited.what());
        case Transcript.Typed typed -> compare(file, typed);
      }
    }
  }

  private void await(String what) throws IOException, InterruptedException {
    Matcher pod = POD_READY.matcher(what);
    if (pod.matches()) {
      terminal.type(
          "", "kubectl wait --for=condition=Ready --timeout=60s pod/" + ours(pod.group(1)));
    } else if (what.contains("available")) {
      terminal.type("", "kubectl wait --for=condition=Available --timeout=60s deployment --all");
    }
  }

  private void compare(Path file, Transcript.Typed typed) throws IOException, InterruptedException {
    all++;
    String answer = terminal.type(ours(typed.node()), ours(typed.command()));
    List<String> expected = Alike.lines(ours(typed.output()));
    List<String> found = Alike.lines(answer);
    if (expected.equals(found)) {
      agreeing++;
      return;
    }
    out.accept("");
    out.accept(
        file.getFileName()
            + ": "
            + typed.node()
            + "$ "
            + typed.command().lines().findFirst().orElse(""));
    without(expected, found).forEach(line -> out.accept("  - " + line));
    without(found, expected).forEach(line -> out.accept("  + " + line));
  }

  private static List<String> without(List<String> lines, List<String> others) {
    List<String> left = new ArrayList<>(lines);
    others.forEach(left::remove);
    return left;
  }

  /** The nodes have other names here. */
  private static String ours(String text) {
    return text.replace("node-1", "control-plane").replace("node-2", "worker-1");
  }
}
