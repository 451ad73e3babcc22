package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code crictl logs}. */
record CrictlLogs(CriRuntime runtime) {
  static final Flags FLAGS =
      Flags.of(
          Flag.bool("follow", "f").refused(),
          Flag.number("limit-bytes"),
          Flag.bool("previous", "p"),
          Flag.bool("reopen", "r"),
          Flag.text("since").refused(),
          Flag.text("stream", "s"),
          Flag.number("tail"),
          Flag.bool("timestamps", "t"));

  /** A line of the file: its time, the stream, whether it is complete, its text. */
  private record Line(String time, String stream, String tag, String text) {
    static Line parse(String line) {
      String[] parts = line.split(" ", 4);
      return new Line(parts[0], parts[1], parts[2], parts[3]);
    }

    String shown() {
      return text + (tag.equals("F") ? "\n" : "");
    }

    String shownWithTime() {
      return time + " " + shown();
    }
  }

  boolean run(Process process, Given given) throws IOException {
    String stream = given.text("stream");
    if (given.operands().isEmpty()) {
      throw new CrictlFailure("ID cannot be empty");
    } else if (given.operands().size() > 1) {
      return false;
    }
    String id = given.operands().getFirst();
    if (given.has("reopen")) {
      reopen(process, id);
    }
    if (!stream.matches("|stdout|stderr")) {
      throw new CrictlFailure(
          "invalid stream " + GoText.quote(stream) + ", must be \"stdout\" or \"stderr\"");
    } else if (given.has("tail") && given.has("stream")) {
      throw new CrictlFailure("--tail and --stream are mutually exclusive");
    }
    ContainerStatus container = Inspection.status(runtime, process, id);
    int left = given.has("limit-bytes") ? given.number("limit-bytes") : Integer.MAX_VALUE;
    for (Line line : lines(process, path(container, given), given)) {
      String text = given.has("timestamps") ? line.shownWithTime() : line.shown();
      String shown = text.substring(0, Math.min(left, text.length()));
      left -= shown.length();
      if (stream.isEmpty() || stream.equals(line.stream())) {
        (line.stream().equals("stderr") ? process.err() : process.out()).print(shown);
      }
    }
    return true;
  }

  private void reopen(Process process, String id) {
    try {
      runtime.reopenContainerLog(id);
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping("reopen container logs", failed);
    }
    CrictlLog.info(process, "Container logs reopened");
  }

  /** The log; the previous attempt's log has the previous number in its name. */
  private static String path(ContainerStatus container, Given given) {
    String path = container.logPath();
    if (!given.has("previous")) {
      return path;
    }
    int attempt = container.metadata().attempt();
    if (attempt == 0) {
      throw new CrictlFailure(
          "previous terminated container " + container.metadata().name() + " not found");
    }
    return path.substring(0, path.lastIndexOf('/') + 1)
        + (attempt - 1)
        + path.substring(path.lastIndexOf('.'));
  }

  private static List<Line> lines(Process process, String path, Given given) throws IOException {
    List<Line> lines = new ArrayList<>();
    try {
      process.machine().files().readText(path).lines().map(Line::parse).forEach(lines::add);
    } catch (FileException failed) {
      throw new CrictlFailure(
          "failed to try resolving symlinks in path %s: %s"
              .formatted(GoText.quote(path), GoText.pathError("lstat", path, failed)));
    }
    boolean all = !given.has("tail") || given.number("tail") < 0;
    return all
        ? lines
        : lines.subList(Math.max(0, lines.size() - given.number("tail")), lines.size());
  }
}
