package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Lines as Go's package {@code log} writes them to standard error. */
record GoLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

  void line(String text) {
    process.err().println(TIME.format(process.loop().now()) + " " + text);
  }

  /** {@code log.Fatal}: says why, and is the exit status. */
  int fatal(String text) {
    line(text);
    return 1;
  }
}
