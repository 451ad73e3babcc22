package dev.cnilab.conformance.kubernetes.recorder;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Types scripts at one cluster and writes transcripts in the format of {@link
 * dev.cnilab.conformance.kubernetes.capture.Transcript}: each command preceded by the time at which
 * it was typed.
 */
public final class Recorder implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.S").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SINCE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final ClusterAccess way;
  private final RecordedShell terminal;
  private final NodeNames nodes;
  private final Map<String, RecordedShell> nodeShells = new HashMap<>();
  private final Clock clock;
  private Instant remarked;

  private Recorder(ClusterAccess way, RecordedShell terminal, NodeNames nodes)
      throws IOException, InterruptedException {
    this.way = way;
    this.terminal = terminal;
    this.nodes = nodes;
    // Connecting to a node creates something there, which is not to be recorded.
    this.clock = clockOf(onNode("node-1"));
    onNode("node-2").type("true");
    this.remarked = clock.instant();
  }

  /**
   * A node's journal goes by its own clock, which may differ from this machine's. It counts as slow
   * by the time of the answer, so that no line since a remark is missed.
   */
  private static Clock clockOf(RecordedShell node) throws IOException, InterruptedException {
    Instant there = Instant.parse(node.type("date -u +%FT%T.%NZ"));
    return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), there));
  }

  /**
   * Looks up a cluster's nodes, and opens a shell on each.
   *
   * @throws IllegalStateException if it does not answer, has too few nodes, or is not the named one
   */
  public static Recorder of(ClusterAccess way) throws IOException, InterruptedException {
    RecordedShell terminal = way.terminal();
    String context = terminal.type("kubectl config current-context");
    if (!context.equals(way.context())) {
      throw new IllegalStateException(
          "did not touch the cluster: the scripts break what they are typed at, you named '%s', and %s is of '%s'"
              .formatted(way.context(), way.kubeconfig(), context));
    }
    return new Recorder(way, terminal, NodeNames.of(terminal.type(NodeNames.QUESTION)));
  }

  /**
   * Types a script.
   *
   * @param to where the transcript is written
   * @param said receives a line for each step
   * @throws IllegalArgumentException if the script is invalid
   */
  public void record(Path script, Path to, Consumer<String> said)
      throws IOException, InterruptedException {
    CaptureScript read = CaptureScript.read(script);
    Path folder = to.toAbsolutePath().getParent();
    Files.createDirectories(Objects.requireNonNull(folder, "a file is in a folder"));
    try (Writer transcript = Files.newBufferedWriter(to)) {
      transcript.append(header(read));
      for (CaptureScript.Line line : read.lines()) {
        said.accept(line.toString().lines().findFirst().orElse(""));
        transcript.append(done(line));
        transcript.flush(); // what was recorded is kept if the next line fails
      }
    }
  }

  private String header(CaptureScript script) throws IOException, InterruptedException {
    StringBuilder header = new StringBuilder("# " + script.title() + "\n");
    header.append(
        "# %s; %s\n"
            .formatted(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                terminal.type("kubectl version 2>/dev/null | grep Server")));
    for (NodeNames.Node node : nodes.all()) {
      header.append("# %s: %s\n".formatted(nodes.told(node.name()), node.what()));
    }
    return header
        .append("# recorded by ./lab conformance record with ")
        .append(terminal.type("kubectl version --client | sed -n 's/Client Version:/kubectl/p'"))
        .append('\n')
        .toString();
  }

  /** The transcript of a line of the script. */
  private String done(CaptureScript.Line line) throws IOException, InterruptedException {
    return switch (line) {
      case CaptureScript.Type type -> typed(type);
      case CaptureScript.Until until -> awaited(until);
      case CaptureScript.Pause pause -> {
        Thread.sleep(pause.time());
        yield "";
      }
      case CaptureScript.Remark remark -> {
        remarked = clock.instant();
        yield "\n# %s %s\n".formatted(TIME.format(remarked), remark.words());
      }
    };
  }

  private String typed(CaptureScript.Type type) throws IOException, InterruptedException {
    String command = type.command().replace("@since", SINCE.format(remarked));
    RecordedShell shell = type.node().isEmpty() ? terminal : onNode(type.node());
    String time = TIME.format(clock.instant());
    String answer = nodes.told(shell.type(nodes.typed(command)));
    return "\n# %s\n%s$ %s\n%s"
        .formatted(time, type.node(), command, answer.isEmpty() ? "" : answer + "\n");
  }

  private String awaited(CaptureScript.Until until) throws IOException, InterruptedException {
    String command = nodes.typed(until.command());
    Instant start = clock.instant();
    Instant end = start.plus(until.atMost());
    while (terminal.type(command + " >/dev/null 2>&1").endsWith("]")) {
      if (clock.instant().isAfter(end)) {
        throw new IllegalStateException(
            "after %d s still not: %s (%s)"
                .formatted(until.atMost().toSeconds(), until.what(), command));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    Instant now = clock.instant();
    return "\n# %s %s: after %.1f s\n"
        .formatted(
            TIME.format(now), until.what(), Duration.between(start, now).toMillis() / 1000.0);
  }

  private RecordedShell onNode(String called) throws IOException {
    RecordedShell open = nodeShells.get(called);
    if (open == null) {
      open = way.node(nodes.name(called));
      nodeShells.put(called, open);
    }
    return open;
  }

  @Override
  public void close() {
    nodeShells.values().forEach(RecordedShell::close);
    terminal.close();
  }
}
