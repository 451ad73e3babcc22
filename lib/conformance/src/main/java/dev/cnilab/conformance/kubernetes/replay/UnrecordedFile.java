package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.NodeNamePairs;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that was written to a node without a record: the transcript makes it executable and
 * shows it.
 */
final class UnrecordedFile {
  private static final Pattern SHOWN = Pattern.compile("chmod \\+x (\\S+); cat (\\S+)");

  private UnrecordedFile() {}

  /** Writes it, if it is missing. */
  static void write(Transcript.Typed typed, ReplayTerminal terminal)
      throws IOException, InterruptedException {
    Matcher shown = SHOWN.matcher(typed.command());
    if (shown.matches() && shown.group(1).equals(shown.group(2))) {
      String path = shown.group(1);
      terminal.type(
          NodeNamePairs.ours(typed.node()),
          "test -e %s || cat > %s <<'UNRECORDED'\n%s\nUNRECORDED"
              .formatted(path, path, typed.output().stripTrailing()));
    }
  }
}
