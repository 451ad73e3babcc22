package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Lines as Go's package {@code log} writes them to standard error. */
public record GoLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

  public void line(String text) {
    process.err().println(TIME.format(process.now()) + " " + text);
  }

  /** {@code log.Fatal}: logs the reason; returns the exit status. */
  public int fatal(String text) {
    line(text);
    return 1;
  }
}
